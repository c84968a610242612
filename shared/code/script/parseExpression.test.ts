import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExpression, parseTemplate } from './parseExpression.ts';

const isKnown = (source: string): boolean => parseExpression(source) !== undefined;

test.each([
  'data',
  "{ id, userId: user.id, 'a-b': [1, 2.5, ...data.items], [data.key]: `x${id}y` }",
  'data.items.reduce((sum, item) => sum + item.quantity * (item.price || 25), 0)',
  "data.name?.first?.[0] ?? 'nobody'",
  '/[/\\]]+/gi.test(data.text) && !data.off',
  'Object.entries(state).map(([key, { value = 1, ...rest }]) => ({ key, value, rest }))',
  'a ? b : c ? d : e',
  'new Date(data.at).toISOString()',
  '2 ** -1 + typeof data.x',
  'data // a word\n+ 1',
  "'it\\'s' + \"\\u{1F600}\"",
])('takes %s', (source) => expect(isKnown(source)).toBe(true));

test.each([
  '',
  '1 +',
  'a b',
  '1); process.exit(); (1',
  '}) {',
  'await data',
  'this.x',
  'function () {}',
  '() => { return 1 }',
  'x = 1',
  'x++',
  'a, b',
  'a ?? b || c',
  '-a ** 2',
  '08',
  '/(/',
  "'\n'",
  '`${`',
  '/* open',
  'a < b > (c)',
  'a ? (b) : c => d',
  '(a, a) => 1',
  'import("fs")',
  '"\\08"',
  '`a`\n`b`',
])('leaves %s to be calculated at run time', (source) => expect(isKnown(source)).toBe(false));

const word = fc.constantFrom(
  ...'data id a.b item => ( ) [ ] { } , . ?. ?? || && ! - + * ** / % < > == === ? : ... \' " ` ${ } // /* */ \n 1 2.5 0x 08 /x/g new typeof void in \\ = ; await this `'.split(
    ' ',
  ),
);

test('whatever it takes can be parsed as TypeScript, wherever an expression may stand', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.boolean(), (words, isTight) => {
      const source = words.join(isTight ? '' : ' ');
      const parsed = parseExpression(source);
      if (parsed === undefined) return;
      const text = parsed.isLong ? `(\n${parsed.text}\n)` : parsed.text;
      for (const place of [`(async () => { return ${text}; })();`, `f(1, ${text}, 2);`, `let x: any = ${text};`]) {
        transformSync(place, { loader: 'ts', format: 'esm', logLevel: 'silent' });
      }
    }),
    { numRuns: 3000 },
  );
});

test('a template is texts and parts', () => {
  const parsed = parseTemplate('order:${data.id} `${{ a: "}" }.a}`$');
  expect([parsed?.texts, parsed?.parts.map(({ text }) => text)]).toEqual([
    ['order:', ' `', '`$'],
    ['data.id', '{ a: "}" }.a'],
  ]);
});

test('a template with a part that does not end is none', () => {
  expect(parseTemplate('${data')).toBeUndefined();
});

test('a source that nests without end is left to be calculated at run time', () => {
  expect(isKnown(`${'('.repeat(5000)}1${')'.repeat(5000)}`)).toBe(false);
  expect(isKnown(`${'({a=('.repeat(40)}1${')})=>1'.repeat(40)}`)).toBe(false);
  expect(isKnown('!'.repeat(5000) + '1')).toBe(false);
});
