import { expect, test } from 'vitest';
import { wholeNumber } from './wholeNumber.ts';

const upTo8 = wholeNumber(0, 8);

test.each([
  [0, 0],
  [8, 8],
  ['0', 0],
  ['007', 7],
])('%j is the number %d', (input, number) => {
  expect(upTo8.parse(input)).toBe(number);
});

test.each([null, undefined, '', ' ', ' 1', '1e0', '0x1', '-1', '1.0', '9', 9, -1, 1.5, NaN, true, [], ['1'], {}])(
  '%j is no number from 0 to 8, and is refused as such',
  (input) => {
    const { error } = upTo8.safeParse(input);
    expect(error?.issues.map(({ message }) => message)).toEqual(['this is a whole number from 0 to 8']);
  },
);

test('a number that cannot be counted exactly is none', () => {
  expect(wholeNumber(1).parse('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  expect(wholeNumber(1).safeParse('9007199254740993').success).toBe(false);
  expect(wholeNumber(1).safeParse('0').error?.issues[0]?.message).toBe('this is a whole number not below 1');
});
