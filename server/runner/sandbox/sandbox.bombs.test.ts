/** What strangers will try: to hold the loop, to eat the memory, to get out, to leave something behind. */
import { afterAll, describe, expect, it } from 'vitest';
import { ExpressionError } from './expressionError.ts';
import { limits } from './limits.ts';
import { createSandbox } from './sandbox.ts';
import type { Scope } from './compiledExpression.ts';

const sandbox = createSandbox({ random: () => 0.5 });
afterAll(() => sandbox.dispose());

/** `bad` is a variable that decides whether the bomb goes off, so that the same function can be called again. */
async function outcome(source: string, scope: Scope): Promise<unknown> {
  const expression = sandbox.compile(source);
  const after = () => expression.evaluate({ ...scope, bad: false });
  const neighbour = sandbox.compile('1 + data');
  try {
    return { gave: await expression.evaluate({ ...scope, bad: true }) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { kind: error.kind, after: await after(), neighbour: await neighbour.evaluate({ data: 1 }) };
  }
}

describe('a bomb is stopped, and the same expression works again', () => {
  it.each([
    ['bad && (() => { while (true); })()', 'deadline'],
    ['bad && (() => { for (;;) try { for (;;); } catch {} finally { for (;;); } })()', 'deadline'],
    ['bad && [1, 2, 3].sort(() => { for (;;); })', 'deadline'],
    ['bad && JSON.stringify({ toJSON() { for (;;); } })', 'deadline'],
    ['bad && { toJSON() { for (;;); } }', 'deadline'],
    ['bad && (() => { throw { toJSON() { for (;;); } }; })()', 'deadline'],
    [
      'bad && (() => { const e = new Error(); Object.defineProperty(e, "message", { get() { for (;;); } }); throw e; })()',
      'deadline',
    ],
    ['bad && eval("for (;;);")', 'deadline'],
    ['bad && new Function("for (;;);")()', 'deadline'],
    ['bad && /^(a+)+$/.test("a".repeat(40) + "!")', 'deadline'],
    ['bad && new Proxy({}, { get() { for (;;); } }).a', 'deadline'],
  ])('%s', async (source, kind) => {
    expect(await outcome(source, {})).toEqual({ kind, after: false, neighbour: 2 });
  });

  it.each([
    'bad && (() => { const all = []; for (;;) all.push(new Array(1000).fill(all.length)); })()',
    'bad && (() => { let text = "x"; for (;;) text = `${text}-${text}`; })()',
    'bad && "x".repeat(2 ** 29)',
    'bad && (() => { const all = []; for (;;) all.push(new Uint8Array(1 << 20)); })()',
    'bad && new Uint8Array(2 ** 30)',
    'bad && (() => { const all = []; for (;;) try { all.push("x".repeat(1e6) + all.length); } catch { for (;;); } })()',
    'bad && (() => { let map = {}; for (;;) map = { map, list: [map, map] }; })()',
    'bad && Array.from({ length: 1e9 })',
  ])('%s', async (source) => {
    const result = (await outcome(source, {})) as { kind: string; after: unknown };
    // Which limit is met first depends on how fast the machine fills 24 MiB; some sizes the engine refuses by itself.
    expect(['memory', 'deadline', 'runtime']).toContain(result.kind);
    expect(result.after).toBe(false);
  });

  it('a memory bomb that is faster than the clock ends inside the bounded memory', async () => {
    expect(await outcome('bad && new Uint8Array(23 << 20).length', {})).toEqual({
      kind: 'memory',
      after: false,
      neighbour: 2,
    });
  });

  it.each([
    ['bad && (function f() { return f() + 1; })()', 'runtime'],
    ['bad && JSON.parse("[".repeat(100000))', 'runtime'],
    ['bad && "x".repeat(65536)', 'size'],
    ['bad && new Array(70000).fill(1)', 'size'],
    ['bad && (() => { let list = []; for (let n = 0; n < 250; n++) list = [list]; return list; })()', 'size'],
    ['bad && (() => { let list = []; for (let n = 0; n < 20000; n++) list = [list]; return list; })()', 'runtime'],
  ])('%s', async (source, kind) => {
    expect(await outcome(source, {})).toEqual({ kind, after: false, neighbour: 2 });
  });

  it('data that is too much is refused, wherever it is read', async () => {
    const wide = 'x'.repeat(limits.inputChars);
    let deep: unknown[] = [];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const kindOf = (source: string, data: unknown) =>
      sandbox
        .compile(source)
        .evaluate({ data })
        .catch((error: unknown) => (error instanceof ExpressionError ? error.kind : error));
    expect(await kindOf('data.length + 1', wide)).toBe('size');
    expect(await kindOf('[data, 1 + 1]', deep)).toBe('size');
    expect(await kindOf('data', wide)).toBe('size');
    expect(await kindOf('data.length', wide)).toBe(limits.inputChars);
    expect(await kindOf('data[0][0].length', deep)).toBe(1);
    expect(await sandbox.compile('bad').evaluate({ data: wide, bad: 1 })).toBe(1);
  });

  it('twenty bombs at once leave the others unharmed', async () => {
    const bombs = Array.from({ length: 20 }, (_, at) =>
      sandbox.compile(at % 2 ? 'data + (() => { for (;;); })()' : 'data + "x".repeat(2 ** 28)').evaluate({ data: at }),
    );
    const honest = Array.from({ length: 20 }, (_, at) => sandbox.compile('data * 2').evaluate({ data: at }));
    expect((await Promise.allSettled(bombs)).map(({ status }) => status)).toEqual(Array(20).fill('rejected'));
    expect(await Promise.all(honest)).toEqual(Array.from({ length: 20 }, (_, at) => at * 2));
  });
});
