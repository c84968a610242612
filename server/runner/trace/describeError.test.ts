import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeError, toJson } from './describeError.ts';

describe('toJson', () => {
  it('keeps JSON as it is', () => {
    const value = { a: [1, 'x', null, true], b: { c: {} } };
    expect(toJson(value)).toEqual(value);
  });

  it('writes a zero without its sign, as JSON does', () => {
    expect(toJson({ at: -0 })).toEqual({ at: 0 });
    expect(toJson({ at: -0, pad: 'a'.repeat(5000) })).toMatchObject({ at: 0 });
  });

  it('copies whatever JSON can say, big or small', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, isBig) => {
        const sent = isBig ? { value, pad: 'a'.repeat(5000) } : value;
        const copied = toJson(sent);
        // JSON takes what is assigned to "__proto__" for a key; no event has one.
        if (!JSON.stringify(sent).includes('__proto__')) expect(copied).toEqual(JSON.parse(JSON.stringify(sent)));
        if (typeof sent === 'object' && sent !== null) expect(copied).not.toBe(sent);
      }),
    );
  });

  it('asks an object how it wants to be written, however small it is', () => {
    const money = Object.defineProperty({ cents: 5 }, 'toJSON', { value: () => '0.05' });
    expect(toJson({ money, list: [money] })).toEqual({ money: '0.05', list: ['0.05'] });
  });

  it('writes what JSON has no word for as a text', () => {
    const circle: Record<string, unknown> = { name: 'loop' };
    circle['self'] = circle;
    const asked = { big: 10n, not: Number.NaN, at: new Date(0), none: undefined, run: () => 1, circle };
    expect(toJson(asked)).toEqual({
      big: '10n',
      not: null,
      at: '1970-01-01T00:00:00.000Z',
      circle: { name: 'loop', self: '[circular]' },
    });
  });

  it('shows the same object twice when it stands in two places', () => {
    const same = { x: 1 };
    expect(toJson([same, same])).toEqual([{ x: 1 }, { x: 1 }]);
  });

  it('cuts a value of more than a megabyte', () => {
    expect(JSON.stringify(toJson({ text: 'a'.repeat(3_000_000) })).length).toBeLessThan(1_000_100);
    expect(JSON.stringify(toJson(Array.from({ length: 500_000 }, (_, at) => at))).length).toBeLessThan(1_100_000);
  });

  it('cuts what is nested too deep', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    expect(JSON.stringify(toJson(deep))).toContain('[nested too deep]');
  });

  it('survives an object that cannot be read', () => {
    const trap = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(toJson({ trap })).toEqual({ trap: '[unreadable]' });
  });
});

describe('describeError', () => {
  it('tells name, message and code of an Error', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 1 });
    expect(describeError(refused)).toEqual({ name: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' });
    expect(describeError(new TypeError('x'))).toEqual({ name: 'TypeError', message: 'x' });
  });

  it('leaves objects and texts as they are', () => {
    expect(describeError({ status: 404, message: 'no' })).toEqual({ status: 404, message: 'no' });
    expect(describeError('Error: Connection lost')).toBe('Error: Connection lost');
  });
});
