import { expect, test } from 'vitest';
import { PassingMap } from './passingMap.ts';

test('it is a map like any other, whatever its keys are called', () => {
  const keys = ['b', 'a', '__proto__', 'constructor', 'toString', '00000000000000a1', '9223372036854775'];
  const [ours, plain] = [new PassingMap<number>(), new Map<string, number>()];
  for (const map of [ours, plain]) {
    keys.forEach((key, at) => map.set(key, at));
    map.set('b', 7).set('gone', 8).delete('gone');
  }
  const seen = (map: Map<string, number>): unknown => {
    const told: unknown[] = [];
    map.forEach((value, key) => told.push([key, value]));
    return {
      size: map.size,
      all: [...map],
      entries: [...map.entries()],
      keys: [...map.keys()],
      values: [...map.values()],
      told,
      found: [map.get('__proto__'), map.get('valueOf'), map.has('a'), map.has('hasOwnProperty')],
      deleted: [map.delete('a'), map.delete('a'), map.size],
    };
  };
  expect(seen(ours)).toEqual(seen(plain));
  ours.clear();
  expect([ours.size, [...ours], ours.has('b')]).toEqual([0, [], false]);
});
