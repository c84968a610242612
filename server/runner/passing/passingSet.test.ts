import { expect, test } from 'vitest';
import { PassingSet } from './passingSet.ts';

test('what is taken out is gone, once, and everything else is still there', () => {
  const set = new PassingSet<string>();
  const [a, b, c] = [set.add('a'), set.add('b'), set.add('c')];
  set.delete(a);
  set.delete(a);
  const d = set.add('d');
  expect([set.size, set.values.toSorted()]).toEqual([3, ['b', 'c', 'd']]);
  set.delete(c);
  set.delete(d);
  expect([set.size, set.values]).toEqual([1, ['b']]);
  set.clear();
  set.delete(b);
  expect([set.size, set.values]).toEqual([0, []]);
});
