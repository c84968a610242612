/** The fast path against QuickJS itself: `(0, expression)` has the same value and is never plain. */
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ExpressionError } from './expressionError.ts';
import { parsePlain } from './parsePlain.ts';
import { createSandbox } from './sandbox.ts';
import type { Expression, Scope } from './compiledExpression.ts';

const sandbox = createSandbox({ random: () => 0.5 });
afterAll(() => sandbox.dispose());

// One guest for all runs: the source goes in as data, and eval sees the scope.
const inQuickJs = sandbox.compile('(0, eval("(0, " + source + "\\n)"))');

async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    const value = await work;
    return { type: typeof value, json: JSON.stringify(value) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { kind: error.kind, message: error.message };
  }
}

/** `{ "__proto__": 1, "__proto__": 2 }` is the one mistake that the arbitraries below can make. */
function compileIfValid(source: string): Expression | undefined {
  try {
    return sandbox.compile(source);
  } catch (error) {
    if (error instanceof ExpressionError && error.message.includes('duplicate __proto__')) return undefined;
    throw error;
  }
}

const names = fc.constantFrom('data', 'user', 'id', 'list', 'none', 'nothing', 'text', 'odd');
const keys = fc.constantFrom(
  'a',
  'b',
  'id',
  'length',
  'constructor',
  'map',
  'toString',
  '__proto__',
  'at',
  'size',
  'x y',
  '0',
  '1',
  '01',
  'if',
);
const space = fc.constantFrom('', ' ', '\n', '\t');

const step = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('.', '?.', ' . '),
      keys.filter((key) => /^[a-z_]+$/.test(key)),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('', '?.'),
      fc.oneof(
        fc.nat(3).map(String),
        keys.map((key) => JSON.stringify(key)),
      ),
    )
    .map(([mark, key]) => `${mark}[${key}]`),
);
const path = fc.tuple(names, fc.array(step, { maxLength: 4 })).map(([name, steps]) => name + steps.join(''));
const constant = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('0', '-1', '1e400', '-0', 'true', 'false', 'null', 'undefined', "''", '"a\'b"', '[]', '{}'),
  fc.string({ maxLength: 5 }).map((text) => `'${text.replace(/[\\'\r\n]/g, '')}'`),
);
const expression = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    path,
    constant,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(
        fc.tuple(
          fc.oneof(
            keys.map((key) => JSON.stringify(key)),
            names,
          ),
          space,
          tie('value'),
        ),
        { maxLength: 3 },
      )
      .map((entries) => `{${entries.map(([key, gap, value]) => `${key}${gap}:${gap}${value}`).join(',')}}`),
    names.map((name) => `{ ${name}, }`),
    fc.tuple(tie('value'), step).map(([value, after]) => `(${value})${after}`),
  ),
})).value;

const scope: fc.Arbitrary<Scope> = fc.record({
  data: fc.jsonValue({ maxDepth: 3 }),
  user: fc.dictionary(keys, fc.jsonValue({ maxDepth: 1 })),
  id: fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.integer()),
  list: fc.array(fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant(undefined))),
  none: fc.constant(undefined),
  text: fc.string(),
  odd: fc.constantFrom<unknown[]>(
    new Date(0),
    NaN,
    -Infinity,
    -0,
    () => 1,
    { a: undefined, b: NaN },
    { toJSON: () => ({ a: 1 }) },
    [() => 1],
  ),
});

describe('the fast path', () => {
  it('gives what QuickJS gives, values and errors', async () => {
    const seen = { plain: 0, values: 0 };
    await fc.assert(
      fc.asyncProperty(expression, scope, async (source, variables) => {
        if (parsePlain(source) !== undefined) seen.plain += 1;
        const compiled = compileIfValid(source);
        fc.pre(compiled !== undefined);
        const fast = await outcome(compiled.evaluate(variables));
        const slow = await outcome(inQuickJs.evaluate({ ...variables, source }));
        if (fast !== null && typeof fast === 'object' && 'type' in fast) seen.values += 1;
        expect(fast).toEqual(slow);
      }),
      { numRuns: 400 },
    );
    expect(seen.plain).toBeGreaterThan(100);
    expect(seen.values).toBeGreaterThan(100);
  });

  it('writes texts as QuickJS does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            path,
            constant.filter((text) => !/[`\\$]/.test(text)),
          ),
          { maxLength: 3 },
        ),
        scope,
        async (parts, variables) => {
          const text = `a ${parts.map((part) => `\${${part}} b`).join('')}`;
          const fast = await outcome(sandbox.template(text).evaluate(variables));
          expect(fast).toEqual(await outcome(inQuickJs.evaluate({ ...variables, source: `\`${text}\`` })));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('knows every name that QuickJS has on the prototypes of data', async () => {
    const own = 'Object.getOwnPropertyNames';
    const inGuest = await sandbox
      .compile(`[Object, Array, String, Number, Boolean].map(({ prototype }) => ${own}(prototype))`)
      .evaluate({});
    const prototypes = [Object, Array, String, Number, Boolean].map(({ prototype }): object => prototype);
    const unknown = (inGuest as string[][]).map((list, at) => list.filter((name) => !(name in (prototypes[at] ?? {}))));
    expect(unknown).toEqual([[], [], [], [], []]);
  });

  it.each([
    'data',
    'a.b.c',
    " order . items [0] ['sku'] ",
    'a?.b?.["c"]',
    '{ id, status: "pending", user: { id: user.id }, "x y": [1, -2.5e3, null,], }',
    '(a?.b).c',
    '(((data)))',
  ])('takes %s', (source) => {
    expect(parsePlain(source)).toBeDefined();
  });

  it.each([
    'a + b',
    'a()',
    'a.if()',
    'a[b]',
    '{ ...a }',
    '[,]',
    '{ [a]: 1 }',
    '`x`',
    'a?.5:1',
    '01',
    '1.a',
    "'\\n'",
    'new',
    'this',
    'a // b',
    'é',
    'a..b',
    '{ a b }',
    '{ if }',
    '1 2',
    '',
    '{ __proto__: a }',
    'async',
    "'a'.b",
    '[1][0]',
    'a-1',
  ])('leaves %s to QuickJS', (source) => {
    expect(parsePlain(source)).toBeUndefined();
  });
});
