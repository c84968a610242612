import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from './glob.ts';

describe("Redis's glob", () => {
  it.each([
    ['*', '', true],
    ['h?llo', 'hello', true],
    ['h?llo', 'hllo', false],
    ['h*llo', 'heeeello', true],
    ['h[ae]llo', 'hallo', true],
    ['h[^e]llo', 'hello', false],
    ['h[a-c]llo', 'hbllo', true],
    ['h[c-a]llo', 'hbllo', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['[\\]]', ']', true],
    ['[abc', 'c', true],
    ['a.c', 'abc', false],
    ['*.created', 'orders.created', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a\\', 'a\\', true],
  ])('%s on %s is %s', (pattern, text, matches) => {
    expect(compileGlob(pattern)(text)).toBe(matches);
  });

  it('agrees with a regular expression on stars and single characters', () => {
    const unit = fc.constantFrom('a', 'b', '*', '?');
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), text, (pattern, subject) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(compileGlob(pattern)(subject)).toBe(expression.test(subject));
      }),
    );
  });

  it('does not take exponential time for many stars', () => {
    expect(compileGlob(`${'*a'.repeat(500)}*b`)('a'.repeat(5000))).toBe(false);
  });
});
