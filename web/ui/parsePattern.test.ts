import { describe, expect, it } from 'vitest';
import { patternText, type Pattern } from '#shared/flow/pattern.ts';
import { parseLiteral } from './literal.ts';
import { parsePattern } from './parsePattern.ts';

describe('parsePattern', () => {
  it('reads a plain word as a text', () => {
    expect(parsePattern(' order_created ')).toEqual({ ok: true, pattern: 'order_created' });
  });

  it.each([
    ["{ cmd: 'sum' }", { cmd: 'sum' }],
    ['{"cmd":"sum"}', { cmd: 'sum' }],
    ["{ cmd: 'a', 'v-2': [1, -2.5e3, true, null,], }", { cmd: 'a', 'v-2': [1, -2500, true, null] }],
    ["{ say: 'it\\'s \\u0041' }", { say: "it's A" }],
  ])('reads the object %s', (text, pattern) => {
    expect(parsePattern(text)).toEqual({ ok: true, pattern });
  });

  it.each<[Pattern]>([['a.b'], [{ cmd: 'x' }], [{ a: { 'b c': ["'", 1] } }]])(
    'reads what patternText wrote: %j',
    (pattern) => {
      expect(parsePattern(patternText(pattern))).toEqual({ ok: true, pattern });
    },
  );

  it.each([
    ['', "Write a text such as order_created, or an object such as { cmd: 'sum' }."],
    ['{ cmd: sum }', "At character 8: put quotes around the text: 'sum'. An object looks like { cmd: 'sum' }."],
    ["{ cmd: 'sum'", 'At character 13: a "}" is missing at the end. An object looks like { cmd: \'sum\' }.'],
    ["{ cmd 'sum' }", 'At character 7: a ":" is missing after cmd. An object looks like { cmd: \'sum\' }.'],
    ["{ cmd: 'sum }", "At character 8: this text lacks its closing '. An object looks like { cmd: 'sum' }."],
    ['{}', 'A pattern object needs at least one field.'],
    [
      '{ __proto__: 1 }',
      'At character 12: "__proto__" cannot be used as a name. An object looks like { cmd: \'sum\' }.',
    ],
  ])('says what is wrong with %j', (text, message) => {
    expect(parsePattern(text)).toEqual({ ok: false, message });
  });

  it('refuses a text that is too long', () => {
    expect(parsePattern('x'.repeat(501))).toEqual({ ok: false, message: 'A pattern has at most 500 characters.' });
  });
});

describe('parseLiteral', () => {
  it('is stopped by depth, not by the stack', () => {
    expect(parseLiteral('['.repeat(100_000))).toEqual({ ok: false, message: 'this is nested too deeply', at: 41 });
  });

  it('refuses what is left over', () => {
    expect(parseLiteral('1 2')).toEqual({ ok: false, message: 'there is "2" after the end', at: 2 });
  });
});
