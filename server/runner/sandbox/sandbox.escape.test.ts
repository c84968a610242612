import { afterAll, describe, expect, it } from 'vitest';
import { ExpressionError } from './expressionError.ts';
import { limits } from './limits.ts';
import { createSandbox } from './sandbox.ts';

const sandbox = createSandbox({ random: () => 0.5 });
afterAll(() => sandbox.dispose());

const evaluate = (source: string): Promise<unknown> =>
  sandbox.compile(source).evaluate({ data: { list: [1] }, state: null });

const messageOf = (source: string): Promise<string> =>
  evaluate(source).then(
    (value) => `gave ${JSON.stringify(value)}`,
    (error: unknown) => (error instanceof ExpressionError ? error.message : `not ours: ${String(error)}`),
  );

describe('nothing of the host is within reach', () => {
  it.each([
    'process',
    'require',
    'fetch',
    'module',
    'Buffer',
    'console',
    'setTimeout',
    'WebAssembly',
    'Atomics',
    'std',
    'os',
    'scope',
    'make',
    'run',
  ])('%s does not exist', async (name) => {
    expect(await evaluate(`typeof ${name}`)).toBe('undefined');
    expect(await evaluate(`typeof globalThis.${name}`)).toBe('undefined');
  });

  it.each([
    'this.constructor.constructor("return process")()',
    '(() => {}).constructor("return process")()',
    'data.constructor.constructor("return process")()',
    'data.list.constructor.constructor("return process")()',
    'random.constructor("return process")()',
    '(async () => {}).constructor("return process")().constructor.constructor("return process")()',
    'eval("process")',
    '(0, eval)("require")("fs")',
  ])('%s leads nowhere', async (source) => {
    expect(await messageOf(source)).toMatch(/is not defined|cannot read property|read-only/);
  });

  it('has no way to our own code around it', async () => {
    expect(await evaluate('[arguments.length, typeof arguments[0], typeof this]')).toEqual([
      0,
      'undefined',
      'undefined',
    ]);
    expect(await messageOf('arguments.callee')).toContain('TypeError');
    expect(await messageOf('(function f() { return f.caller; })()')).toMatch(/TypeError|gave undefined/);
    expect(await evaluate('Error().stack.includes("/")')).toBe(false);
  });
});

describe('nothing is left behind', () => {
  it.each([
    'globalThis.left = 1',
    'left = 1',
    'Object.prototype.left = 1',
    'Array.prototype.map = null',
    'Math.left = 1',
    'JSON.stringify = () => "forged"',
    'Object.defineProperty(globalThis, "left", { value: 1 })',
    'Object.setPrototypeOf(Array.prototype, { left: 1 })',
    '(function* () {})().__proto__.__proto__.left = 1',
    '(async () => {}).constructor.prototype.left = 1',
    'Promise.prototype.toJSON = () => 1',
    'random.left = 1',
    'random = 1',
    'Error.prepareStackTrace = () => 1',
    '(0, eval)("var left = 1")',
    'Symbol.for("left").description.constructor.prototype.left = 1',
    '/a/.constructor.prototype.exec = () => null',
  ])('%s is refused', async (source) => {
    expect(await messageOf(source)).toMatch(/TypeError|ReferenceError/);
  });

  it('by one call for the next, or by one expression for another', async () => {
    const counter = '(() => { try { globalThis.n = (globalThis.n ?? 0) + 1; } catch {} return globalThis.n ?? 0; })()';
    const first = sandbox.compile(counter);
    expect([await first.evaluate({}), await first.evaluate({}), await evaluate(counter)]).toEqual([0, 0, 0]);
    const changed = sandbox.compile('(data = 5, state = 6, data + state)');
    expect([await changed.evaluate({ data: 1, state: 1 }), await evaluate('[data, state]')]).toEqual([
      11,
      [{ list: [1] }, null],
    ]);
    const template = sandbox.compile('((tag) => tag`a`)((parts) => { parts.left = 1; })');
    await expect(template.evaluate({})).rejects.toThrow('TypeError');
  });
});

describe('life of the instances', () => {
  it('more expressions than instances all work', async () => {
    const expressions = Array.from({ length: limits.liveInstances + 10 }, (_, at) => sandbox.compile(`data + ${at}`));
    for (const round of [1, 2])
      for (const [at, expression] of expressions.entries())
        expect(await expression.evaluate({ data: round })).toBe(round + at);
  });

  it('an expression of a closed sandbox is refused', async () => {
    const own = createSandbox({ random: () => 0 });
    const expression = own.compile('1 + data');
    expect(await expression.evaluate({ data: 1 })).toBe(2);
    own.dispose();
    await expect(expression.evaluate({ data: 1 })).rejects.toThrow('was stopped');
    await expect(own.compile('data').evaluate({ data: 1 })).rejects.toThrow(ExpressionError);
  });
});
