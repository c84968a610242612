import { z } from 'zod';

/**
 * A whole number from `min` to `max`, both included, or its digits as a text: addresses know nothing else. Nothing but digits
 * stands for a number: an empty text, null or a list is no 0.
 */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  const from = max === Number.MAX_SAFE_INTEGER ? `not below ${min}` : `from ${min} to ${max}`;
  const message = `this is a whole number ${from}`;
  return z.preprocess(
    (value) => (typeof value === 'string' && /^[0-9]{1,16}$/.test(value) ? Number(value) : value),
    z.number(message).int(message).min(min, message).max(max, message),
  );
}
