/**
 * Computes a Plain as QuickJS would have, or answers `unusual`, and then QuickJS does it: for methods and whatever else
 * comes from a prototype, for errors (so that their text is QuickJS's own), for values that JSON would change.
 */
import type { Plain } from './plain.ts';

export const unusual = Symbol('left to QuickJS');

/** The value that a name has in this call, or `unusual` when it has none. */
export type Lookup = (name: string) => unknown;

export function evaluatePlain(plain: Plain, lookup: Lookup): unknown {
  switch (plain.kind) {
    case 'constant':
      return plain.value;
    case 'name':
      return lookup(plain.name);
    case 'path': {
      let value = evaluatePlain(plain.base, lookup);
      for (const { key, optional } of plain.parts) {
        if (value === unusual) return unusual;
        if (optional && (value === undefined || value === null)) return undefined;
        value = read(value, key);
      }
      return value;
    }
    case 'list': {
      const values = plain.items.map((item) => evaluatePlain(item, lookup));
      return values.includes(unusual) ? unusual : values;
    }
    case 'record': {
      const record: Record<string, unknown> = {};
      for (const [key, part] of plain.entries) {
        const value = evaluatePlain(part, lookup);
        if (value === unusual) return unusual;
        record[key] = value;
      }
      return record;
    }
    case 'text':
      return join(plain.pieces, lookup);
  }
}

function join(pieces: readonly (string | Plain)[], lookup: Lookup): unknown {
  let text = '';
  for (const piece of pieces) {
    const value = typeof piece === 'string' ? piece : evaluatePlain(piece, lookup);
    // An object becomes text through methods; a number may have been NaN, which is null once it went through JSON.
    if (value === unusual || (typeof value === 'object' && value !== null)) return unusual;
    if (typeof value === 'number' && !Number.isFinite(value)) return unusual;
    text += String(value);
  }
  return text;
}

/** One step of a path: `value[key]` of JSON data. */
function read(value: unknown, key: string): unknown {
  if (typeof value === 'string') return readString(value, key);
  if (typeof value === 'boolean') return inherited(Boolean.prototype, key);
  if (typeof value === 'number') return Number.isFinite(value) ? inherited(Number.prototype, key) : unusual;
  if (typeof value !== 'object' || value === null || !isPlainData(value)) return unusual;
  return Array.isArray(value) ? readArray(value, key) : readObject(value, key);
}

function readString(value: string, key: string): unknown {
  if (key === 'length') return value.length;
  return isIndex(key) ? value[Number(key)] : inherited(String.prototype, key);
}

function readArray(value: readonly unknown[], key: string): unknown {
  if (key === 'length') return value.length;
  if (!isIndex(key)) return inherited(Array.prototype, key);
  if (Number(key) >= value.length) return undefined;
  const item = value[Number(key)];
  return isDropped(item) ? null : item;
}

function readObject(value: object, key: string): unknown {
  if (!Object.hasOwn(value, key)) return inherited(Object.prototype, key);
  const item: unknown = Reflect.get(value, key);
  return isDropped(item) ? inherited(Object.prototype, key) : item;
}

/** Nothing a prototype holds is data: a method is left to QuickJS, an unknown name is undefined. */
function inherited(prototype: object, key: string): unknown {
  return key in prototype ? unusual : undefined;
}

const isIndex = (key: string): boolean => /^(?:0|[1-9]\d{0,8})$/.test(key);

/** JSON leaves such a value out of an object and makes it null in an array. */
const isDropped = (value: unknown): boolean =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol';

/** Only these are the same before and after JSON: a Date, a Map, an instance with toJSON are something else then. */
function isPlainData(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value)
    ? prototype === Array.prototype
    : prototype === Object.prototype || prototype === null;
  return isPlain && typeof Reflect.get(value, 'toJSON') !== 'function';
}
