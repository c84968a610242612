import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#shared/random.ts';
import { ExpressionError } from './expressionError.ts';
import { createSandbox } from './sandbox.ts';
import type { Scope } from './compiledExpression.ts';

const sandbox = createSandbox({ random: seededRandom('test') });
afterAll(() => sandbox.dispose());

const evaluate = (source: string, scope: Scope = {}): Promise<unknown> => sandbox.compile(source).evaluate(scope);

/** What an expression fails with, as plain data; a success fails the test. */
async function failure(work: () => unknown): Promise<{ kind: string; message: string; at?: string }> {
  try {
    const value: unknown = await work();
    throw new Error(`gave ${JSON.stringify(value)}`);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { kind, message, line, column } = error;
    return { kind, message, ...(line === undefined ? {} : { at: `${line}:${column}` }) };
  }
}

const failureOf = (source: string, scope: Scope = {}) => failure(() => evaluate(source, scope));

const messageOf = async (source: string) => (await failureOf(source)).message;

const refusalOf = async (source: string) => (await failure(() => sandbox.compile(source))).message;

describe('an expression', () => {
  it.each<[string, Scope, unknown]>([
    ['data', { data: { a: [1, null, 'x'] } }, { a: [1, null, 'x'] }],
    ['{ id, status: "pending" }', { id: 'o1' }, { id: 'o1', status: 'pending' }],
    ['{ orderId: id, userId: user.id }', { id: 'o1', user: { id: 7 } }, { orderId: 'o1', userId: 7 }],
    ['order.items[0].sku', { order: { items: [{ sku: 'tea' }] } }, 'tea'],
    ["body['full name']", { body: { 'full name': 'Ada' } }, 'Ada'],
    ['data?.user?.name', { data: null }, undefined],
    ['data.items.length', { data: { items: [1, 2, 3] } }, 3],
    ['data.items.reduce((sum, item) => sum + item.price * item.count, 0)', items(), 25],
    ['data.total > 100 ? "large" : "small"', { data: { total: 120 } }, 'large'],
    ['{ ...data, paid: true }', { data: { id: 1 } }, { id: 1, paid: true }],
    ['`order ${data.id}`', { data: { id: 3 } }, 'order 3'],
    ['data // the whole of it', { data: 1 }, 1],
    ['(() => { let n = 0; for (const item of data) n += item; return n; })()', { data: [1, 2] }, 3],
    ['undefined', {}, undefined],
    ['data', { data: undefined }, undefined],
    ['typeof data', { data: undefined }, 'undefined'],
    ['typeof nothing', {}, 'undefined'],
    ['new Date(0)', {}, '1970-01-01T00:00:00.000Z'],
    ['[1 / 0, -0]', {}, [null, 0]],
    ['"\\ud800" + data', { data: '\udc00\0é😀' }, '\ud800\udc00\0é😀'],
    ['this', {}, undefined],
  ])('%s', async (source, scope, expected) => {
    expect(await evaluate(source, scope)).toEqual(expected);
  });

  it('sees a declared name without a value as undefined', async () => {
    const names = ['user'];
    expect(await sandbox.compile('user?.id', { names }).evaluate({})).toBeUndefined();
    expect(await sandbox.compile('user ?? "nobody"', { names }).evaluate({})).toBe('nobody');
  });

  it('fails with the words of JavaScript, and says where', async () => {
    expect(await failureOf('usr.id')).toEqual({
      kind: 'runtime',
      message: "ReferenceError: 'usr' is not defined",
      at: '1:1',
    });
    expect(await failureOf('{\n  id: data.user.id }', { data: {} })).toEqual({
      kind: 'runtime',
      message: "TypeError: cannot read property 'id' of undefined",
      at: '2:16',
    });
    expect(await failureOf('(() => { throw { code: 4 } })()')).toEqual({
      kind: 'runtime',
      message: 'Uncaught {"code":4}',
    });
  });

  it('gives data only', async () => {
    expect(await messageOf('() => 1')).toContain('the result is a function');
    expect(await messageOf('Promise.resolve(1)')).toContain('is synchronous and cannot give a Promise');
    expect(await messageOf('{ a: [(async () => 1)()] }')).toContain('is synchronous and cannot give a Promise');
    expect(await messageOf('import("node:fs")')).toContain('is synchronous and cannot give a Promise');
    expect(await messageOf('({ a: 1n })')).toContain('BigInt');
    expect(await messageOf('(() => { const a = {}; a.a = a; return a; })()')).toContain('circular');
  });

  it('hands over a copy', async () => {
    const data = { list: [1] };
    const result = await evaluate('data', { data });
    expect(result).toEqual(data);
    expect(result).not.toBe(data);
    expect(await evaluate('(data.list.push(2), data)', { data })).toEqual({ list: [1, 2] });
    expect(data).toEqual({ list: [1] });
  });

  it('takes __proto__ for a name like any other, and pollutes nothing', async () => {
    const data: unknown = JSON.parse('{"__proto__":{"admin":true},"a":1}');
    for (const source of ['data', '(0, data)', 'Object.assign(Object.create(null), data)']) {
      const result = await evaluate(source, { data });
      expect(JSON.stringify(result)).toBe('{"__proto__":{"admin":true},"a":1}');
    }
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  it('is refused when the data cannot be written as JSON', async () => {
    expect((await failureOf('data + 1', { data: 1n })).message).toContain('cannot be written as JSON');
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect((await failureOf('data', { data: circular })).message).toContain('cannot be written as JSON');
  });
});

describe('random()', () => {
  it('follows the seed, and so does Math.random', async () => {
    const first = await draw('one');
    expect(await draw('one')).toEqual(first);
    expect(await draw('two')).not.toEqual(first);
    expect(new Set(first.flat()).size).toBe(6);
  });
});

describe('compile', () => {
  it.each([
    ['1 +', 'SyntaxError: the expression is not finished', '1:4'],
    ['{ id: data.', 'SyntaxError: the expression is not finished', '1:12'],
    ['data name', "SyntaxError: 'name' is one thing too many; an expression is one value, without statements", '1:6'],
    [
      '1); while (1) {}; (1',
      "SyntaxError: ')' is one thing too many; an expression is one value, without statements",
      '1:2',
    ],
    [
      '1]; while (1) {}; [1',
      "SyntaxError: ']' is one thing too many; an expression is one value, without statements",
      '1:2',
    ],
    ['a) => (b', "SyntaxError: ')' is one thing too many; an expression is one value, without statements", '1:2'],
    ['data.id;', "SyntaxError: ';' is one thing too many; an expression is one value, without statements", '1:8'],
    ['\n data.\n  1x', 'SyntaxError: invalid number literal', '3:3'],
    ['return 1', "SyntaxError: unexpected token in expression: 'return'", '1:1'],
    ['new.target', 'SyntaxError: new.target only allowed within functions', '1:5'],
  ])('refuses %j', async (source, message, at) => {
    expect(await failure(() => sandbox.compile(source))).toEqual({ kind: 'syntax', message, at });
  });

  it('refuses what is empty, too long or too deep', async () => {
    expect(await refusalOf(' \n')).toContain('is empty');
    expect(await refusalOf(`"${'x'.repeat(10_000)}"`)).toContain('longer than 10,000 characters');
    expect(await refusalOf('('.repeat(2000) + '1' + ')'.repeat(2000))).toContain('more than 100 brackets');
    expect(await refusalOf('['.repeat(4000))).toContain('more than 100 brackets');
  });

  it('survives every kind of nesting that 10,000 characters allow', async () => {
    const sources = [
      '!',
      '-',
      '~',
      'typeof ',
      'void ',
      'new ',
      'a=>',
      'a?b:',
      'a??',
      'a**',
      'a,',
      'a=',
      'b.',
      '`${',
      '/*',
    ];
    for (const piece of sources) {
      const source = piece.repeat(Math.floor(9_990 / piece.length)) + 'a';
      await failure(async () => {
        await sandbox.compile(source).evaluate({});
        throw new ExpressionError('runtime', 'fine as well');
      });
    }
    expect(await evaluate('1 + 1')).toBe(2);
  });
});

describe('template', () => {
  it.each<[string, unknown]>([
    ['no parts, `only` \\n text $ {}', 'no parts, `only` \\n text $ {}'],
    ['', ''],
    ['/orders/${data.id}/items', '/orders/o1/items'],
    ['${data.id}${data.count}', 'o12'],
    ['${ { a: "}" }.a } and ${[1, 2].map((n) => `<${n}>`).join("")}', '} and <1><2>'],
    ['a ` b \\ c $${data.count} \r\n ${/}/.test("}")}', 'a ` b \\ c $2 \r\n true'],
    ['${data.nothing} ${data.no} ${data}', 'null undefined [object Object]'],
    ['${data.count // two }\n}', '2'],
  ])('%j', async (text, expected) => {
    const scope = { data: { id: 'o1', count: 2, nothing: null } };
    const template = sandbox.template(text);
    expect(template.source).toBe(text);
    expect(await template.evaluate(scope)).toBe(expected);
  });

  it('finds the mistake and says where it is in the whole text', async () => {
    expect(await failure(() => sandbox.template('first\nid ${data.} x'))).toEqual({
      kind: 'syntax',
      message: 'SyntaxError: the expression is not finished',
      at: '2:11',
    });
    expect((await failure(() => sandbox.template('id ${data.id'))).message).toContain('a ${ is not closed');
    expect((await failure(() => sandbox.template('id ${}'))).message).toContain('is empty');
  });
});

async function draw(seed: string): Promise<unknown[]> {
  const own = createSandbox({ random: seededRandom(seed) });
  const expression = own.compile('[random(), Math.random(), random()]');
  const drawn = [await expression.evaluate({}), await expression.evaluate({})];
  own.dispose();
  return drawn;
}

function items(): Scope {
  return {
    data: {
      items: [
        { price: 10, count: 2 },
        { price: 5, count: 1 },
      ],
    },
  };
}
