import { limits } from './limits.ts';

/** First character of what the guest answers; the rest is JSON (`value`, `threw`) or a number (`tooLong`). */
export const answers = { value: 'V', nothing: 'U', notData: 'F', tooLong: 'L', threw: 'E' } as const;

/**
 * Our own code inside each QuickJS instance, run before the user's. It
 * - replaces the two sources of chance by one that is seeded anew for each call (mulberry32, as in random.ts);
 * - freezes every object that can be reached without the scope, so that one call leaves nothing behind for the next;
 * - gives back the function through which all calls go: text in, text out, and nothing thrown by the user comes out
 *   as a live object (a getter on an error could otherwise run, or hand out megabytes, while the host looks at it).
 */
export const prelude = `(() => {
  'use strict';
  const { parse, stringify } = JSON, { apply } = Reflect, { setPrototypeOf } = Object;

  let seed = 0;
  const random = function random() {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  Math.random = globalThis.random = random;

  Object.defineProperty(Promise.prototype, 'toJSON', { value: function toJSON() {
    throw new TypeError('an expression is synchronous and cannot give a Promise; remove async, import and Promise');
  } });

  const frozen = new Set();
  const found = [globalThis, function* () {}, (function* () {})(), async function () {}, async function* () {},
    (async function* () {})(), [].values(), [].values().map((x) => x), new Map().values(), new Set().values(),
    ''[Symbol.iterator](), 'a'.matchAll(/a/g), Iterator.from({ next() {} })];
  while (found.length > 0) {
    const value = found.pop();
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || frozen.has(value)) continue;
    frozen.add(value);
    found.push(Object.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      found.push(property.value, property.get, property.set);
    }
  }
  for (const value of frozen) Object.freeze(value);

  const describe = (error) => {
    try {
      const parts = error instanceof Error
        ? [error.name, error.message, error.stack]
        : ['', typeof error === 'object' && error !== null ? stringify(error) : error, ''];
      return '${answers.threw}' + stringify(parts.map((part) => String(part).slice(0, 500)));
    } catch {
      return '${answers.threw}["Error","an error that cannot be shown",""]';
    }
  };

  return (make, input) => {
    try {
      const [callSeed, scope, undefinedNames] = parse(input);
      seed = callSeed;
      setPrototypeOf(scope, null);
      for (const name of undefinedNames) scope[name] = undefined;
      const value = apply(apply(make, scope, []), undefined, []);
      if (value === undefined) return '${answers.nothing}';
      if (typeof value === 'function' || typeof value === 'symbol') return '${answers.notData}' + typeof value;
      const json = stringify(value);
      if (json === undefined) return '${answers.nothing}';
      return json.length > ${limits.resultChars} ? '${answers.tooLong}' + json.length : '${answers.value}' + json;
    } catch (error) {
      return describe(error);
    }
  };
})()`;
