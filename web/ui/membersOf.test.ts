import { describe, expect, it } from 'vitest';
import { membersOf, pathBefore } from './membersOf.ts';
import type { NameInScope } from './nameInScope.ts';
import { shortValue } from './shortValue.ts';

describe('pathBefore', () => {
  it.each([
    ['data.', ['data'], ''],
    ['{ id: data.user.na', ['data', 'user'], 'na'],
    ['data.items[0].', ['data', 'items', '0'], ''],
    ["headers['x-id'].le", ['headers', 'x-id'], 'le'],
    ['data?.user?.', ['data', 'user'], ''],
    ['`${data.', ['data'], ''],
    ['...data.', undefined, ''],
    ['call().data.', undefined, ''],
    ['list[0].data.', ['list', '0', 'data'], ''],
    ['3.', undefined, ''],
    ['data', undefined, ''],
  ])('%s', (text, path, typed) => {
    const found = pathBefore(text);
    expect(found === undefined ? [undefined, ''] : [found.path, found.typed]).toEqual([path, typed]);
  });
});

describe('membersOf', () => {
  const names: NameInScope[] = [
    { name: 'data', detail: '', value: { user: { name: 'Ann' }, items: [{ price: 3 }] } },
    { name: 'meta', detail: '', members: ['traceId'] },
  ];
  const at = (...path: string[]): string[] => membersOf(names, path).map(({ name }) => name);

  it('are the properties of the last value, as deep as one likes', () => {
    expect([at('data'), at('data', 'user'), at('data', 'items', '0')]).toEqual([
      ['user', 'items'],
      ['name'],
      ['price'],
    ]);
  });

  it('are what a list or a text has', () => {
    expect([at('data', 'items')[0], at('data', 'user', 'name').includes('toUpperCase')]).toEqual(['length', true]);
  });

  it('are those that are known beforehand when there was no value, and none when nothing is known', () => {
    expect([at('meta'), at('meta', 'x'), at('nobody'), at('data', 'nobody'), at('data', 'constructor')]).toEqual([
      ['traceId'],
      [],
      [],
      [],
      [],
    ]);
  });
});

it('a value is shown in a few words', () => {
  expect([{ a: 1, b: 2, c: 3, d: 4, e: 5 }, {}, [1], [1, 2], 'x'.repeat(60), null, true].map(shortValue)).toEqual([
    '{ a, b, c, d, … }',
    '{}',
    '1 item',
    '2 items',
    `"${'x'.repeat(38)}…`,
    'null',
    'true',
  ]);
});
