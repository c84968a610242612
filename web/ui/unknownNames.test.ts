import { javascriptLanguage } from '@codemirror/lang-javascript';
import { EditorState } from '@codemirror/state';
import { expect, it } from 'vitest';
import type { NameInScope } from './nameInScope.ts';
import { unknownNames } from './unknownNames.ts';

const names: NameInScope[] = [
  { name: 'data', detail: '' },
  { name: 'answer', detail: '', isEmpty: true },
];

const said = (text: string): string[] => {
  const extensions = [javascriptLanguage.configure({ top: 'SingleExpression' })];
  return unknownNames(EditorState.create({ doc: text, extensions }), names).map(({ message }) => message);
};

it.each([
  'data.user',
  '{ user: data, data }',
  '[1].map((x) => x + data.n)',
  '[1].map(function (x, { y, ...z } = {}) { const w = x; return w + y + z; })',
  'Math.max(...data.list) + Number(undefined)',
  'typeof usr',
  'data.usr.usr',
  '`${data.id}`',
  '({ usr: 1 }).usr',
  'data.map(([a, b]) => a + b)',
  '(() => { try { return data } catch (usr) { return usr } })()',
])('nothing is said of %s', (text) => {
  expect(said(text)).toEqual([]);
});

it.each([
  ['usr.name', ['There is no “usr” here.']],
  ['dta.id + foo', ['There is no “dta” here. Do you mean “data”?', 'There is no “foo” here.']],
  ['{ foo }', ['There is no “foo” here.']],
  ['`${foo}`', ['There is no “foo” here.']],
  ['answer.id', ['No step before this one gives “answer”: it is undefined here.']],
])('%s', (text, messages) => {
  expect(said(text)).toEqual(messages);
});

it('nothing is said while the text is not finished', () => {
  expect(said('foo +')).toEqual([]);
});
