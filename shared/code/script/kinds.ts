import type { Expr } from './syntax.ts';

/**
 * What TypeScript takes an expression for, as far as it matters: whether it will accept it as it stands. Data of messages
 * is `any`, save for the fields that are used as lists, which are `any[]`, so that functions given to their methods know
 * their parameters.
 */
export type Kind = 'any' | 'list' | 'string' | 'number' | 'boolean' | 'date' | 'other';

/** TypeScript would refuse it, though JavaScript runs it. */
export class Refused extends Error {}

export interface Names {
  /** The kind of a path such as `data.items`, of a name of the scope; undefined when there is no such name. */
  kindOf: (path: readonly string[]) => Kind | undefined;
}

const listToList = new Set(
  'filter map flatMap slice concat sort reverse toSorted toReversed flat with fill splice'.split(' '),
);
const listToNumber = new Set('findIndex findLastIndex indexOf lastIndexOf push unshift'.split(' '));
const listToBoolean = new Set('some every includes'.split(' '));
const listToAny = new Set('find findLast reduce reduceRight at pop shift'.split(' '));
/** Methods that lists alone have: whoever calls them has a list. */
export const listMethods: ReadonlySet<string> = new Set(
  'filter map flatMap sort toSorted some every find findLast findIndex findLastIndex reduce reduceRight forEach'.split(
    ' ',
  ),
);
const textToText = new Set(
  'toUpperCase toLowerCase trim trimStart trimEnd slice substring padStart padEnd replace replaceAll repeat concat'.split(
    ' ',
  ),
);
const textToBoolean = new Set('includes startsWith endsWith'.split(' '));
const dateToText = new Set('toISOString toJSON toString toDateString'.split(' '));
const dateToNumber = new Set('getTime valueOf getHours getMinutes getFullYear getMonth getDate getDay'.split(' '));

/** Of a member of a kind, called or not. @throws Refused */
export function memberKind(kind: Kind, key: string, isCalled: boolean): Kind {
  if (kind === 'any') return 'any';
  if (kind === 'list' && isCalled) {
    if (listToList.has(key)) return 'list';
    if (listToNumber.has(key)) return 'number';
    if (listToBoolean.has(key)) return 'boolean';
    if (listToAny.has(key)) return 'any';
    if (key === 'join') return 'string';
  }
  if ((kind === 'list' || kind === 'string') && !isCalled && key === 'length') return 'number';
  if (kind === 'string' && isCalled) {
    if (textToText.has(key)) return 'string';
    if (textToBoolean.has(key)) return 'boolean';
    if (key === 'split') return 'list';
    if (key === 'indexOf') return 'number';
  }
  if (kind === 'number' && isCalled && (key === 'toFixed' || key === 'toString')) return 'string';
  if (kind === 'date' && isCalled && dateToText.has(key)) return 'string';
  if (kind === 'date' && isCalled && dateToNumber.has(key)) return 'number';
  throw new Refused(key);
}

const globals: Readonly<Record<string, Kind>> = {
  'JSON.stringify': 'string',
  'JSON.parse': 'any',
  'Object.keys': 'list',
  'Object.values': 'list',
  'Object.entries': 'list',
  'Object.fromEntries': 'any',
  'Object.assign': 'any',
  'Array.isArray': 'boolean',
  'Date.now': 'number',
  'Number.isInteger': 'boolean',
  'Number.isFinite': 'boolean',
  Number: 'number',
  String: 'string',
  Boolean: 'boolean',
  parseInt: 'number',
  parseFloat: 'number',
  isNaN: 'boolean',
  random: 'number',
};

/** What a function that JavaScript brings gives, by its path. */
export function globalKind(path: readonly string[]): Kind | undefined {
  const [first, second] = path;
  if (first === 'Math' && path.length === 2 && second !== undefined && !/^[A-Z]/.test(second)) return 'number';
  const text = path.join('.');
  return Object.hasOwn(globals, text) ? globals[text] : undefined;
}

/** `data.user.name` as a list of words; undefined for anything that is not a plain path from a name. */
export function pathOf(expr: Expr): string[] | undefined {
  if (expr.is === 'name') return [expr.name];
  if (expr.is !== 'member' || typeof expr.key !== 'string') return undefined;
  const base = pathOf(expr.of);
  return base === undefined ? undefined : [...base, expr.key];
}
