import { expect, it } from 'vitest';
import { orList } from './orList.ts';

it('says words one after another', () => {
  expect(orList(['wire', 'listener', 'service', 'broker'])).toBe('wire, listener, service or broker');
  expect([orList([]), orList(['wire'])]).toEqual(['', 'wire']);
});
