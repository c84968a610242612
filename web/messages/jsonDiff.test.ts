import { expect, test } from 'vitest';
import { jsonDiff, maxDifferences } from './jsonDiff.ts';

test('two payloads differ where their parts do, and nowhere else', () => {
  const before = { id: 7, user: { name: 'Ann', age: 3 }, items: [{ sku: 'book', price: 5 }], gone: true };
  const after = { id: 7, user: { name: 'Bob', age: 3 }, items: [{ sku: 'book', price: 6 }, 'more'], 'new one': null };
  expect(jsonDiff(before, after)).toEqual([
    { path: 'user.name', before: 'Ann', after: 'Bob' },
    { path: 'items[0].price', before: 5, after: 6 },
    { path: 'items[1]', before: undefined, after: 'more' },
    { path: 'gone', before: true, after: undefined },
    { path: '["new one"]', before: undefined, after: null },
  ]);
});

test('what is of another kind differs as a whole, and equal values do not', () => {
  expect(jsonDiff([1], { 0: 1 })).toEqual([{ path: '', before: [1], after: { 0: 1 } }]);
  expect(jsonDiff({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]);
  expect(jsonDiff(undefined, undefined)).toEqual([]);
  expect(jsonDiff({ toString: 1 }, {})).toEqual([{ path: 'toString', before: 1, after: undefined }]);
});

test('it ends, however much differs and however deep', () => {
  const many = Array.from({ length: 5000 }, (_, index) => index);
  expect(jsonDiff(many, [])).toHaveLength(maxDifferences);
  let deep: { in?: object; end?: number } = { end: 1 };
  let other: { in?: object; end?: number } = { end: 2 };
  for (let level = 0; level < 2000; level += 1) [deep, other] = [{ in: deep }, { in: other }];
  expect(jsonDiff(deep as never, other as never)).toHaveLength(1);
});
