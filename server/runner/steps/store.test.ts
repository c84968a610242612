import { expect, it } from 'vitest';
import { Store } from './store.ts';

it('keeps values by any key, names that objects inherit too', () => {
  const store = new Store();
  for (const key of ['a', 'constructor', '__proto__']) store.set(key, { key });
  expect(['a', 'constructor', '__proto__', 'toString'].map((key) => store.get(key))).toEqual([
    { key: 'a' },
    { key: 'constructor' },
    { key: '__proto__' },
    undefined,
  ]);
  expect(Object.keys(store.values)).toEqual(['a', 'constructor', '__proto__']);
});

it('forgets a key that is set to undefined, and its size', () => {
  const store = new Store();
  const large = 'x'.repeat(5_000_000);
  store.set('a', large);
  store.set('a', undefined);
  store.set('b', large);
  expect(Object.keys(store.values)).toEqual(['b']);
});

it('refuses what is too much, and keeps what it has', () => {
  const store = new Store();
  store.set('a', 'x'.repeat(8_000_000));
  expect(() => store.set('b', 'x'.repeat(500_000))).toThrow('8 MB');
  store.set('a', 1);
  for (let key = 0; key < 9999; key += 1) store.set(`key${key}`, key);
  expect(() => store.set('one more', 1)).toThrow('10000 keys');
  store.set('a', 2);
  expect(store.get('a')).toBe(2);
});
