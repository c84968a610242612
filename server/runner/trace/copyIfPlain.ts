import type { Json } from '#shared/json.ts';

/**
 * Copies what nearly all messages carry: small plain data. Whatever else it meets, it leaves to a closer look, which a big or
 * strange value can well wait for, and a small one could not.
 */

export const unusual = Symbol('needs a closer look');

/** So many values and characters of text, so that no limit of an event is near. */
const maxSize = 2000;
const maxDepth = 8;

/** What may still be copied in this call. */
let left = 0;

/** The same copy that `toJson` would make, or `unusual`. Never throws. */
export function copyIfPlain(value: unknown): Json | typeof unusual {
  left = maxSize;
  try {
    return copy(value, 0);
  } catch {
    // A getter has thrown.
    return unusual;
  }
}

function copy(value: unknown, depth: number): Json | typeof unusual {
  left -= 1;
  if (left < 0) return unusual;
  switch (typeof value) {
    case 'string':
      left -= value.length;
      return left < 0 ? unusual : value;
    case 'number':
      // JSON has no -0.
      return Number.isFinite(value) ? value + 0 : null;
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : copyObject(value, depth);
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      return unusual;
  }
}

function copyObject(value: object, depth: number): Json | typeof unusual {
  // What leads back to itself comes to an end here.
  if (depth === maxDepth || 'toJSON' in value) return unusual;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return copyRecord(value as Record<string, unknown>, depth);
  return prototype === Array.prototype ? copyList(value as readonly unknown[], depth) : unusual;
}

function copyRecord(record: Record<string, unknown>, depth: number): Json | typeof unusual {
  const copied: Record<string, Json> = {};
  for (const key of Object.keys(record)) {
    if (key === '__proto__') return unusual;
    const value = record[key];
    if (value === undefined) continue;
    left -= key.length;
    const item = copy(value, depth + 1);
    if (item === unusual) return unusual;
    copied[key] = item;
  }
  return copied;
}

function copyList(list: readonly unknown[], depth: number): Json | typeof unusual {
  const copied: Json[] = [];
  for (const value of list) {
    const item = copy(value, depth + 1);
    if (item === unusual) return unusual;
    copied.push(item);
  }
  return copied;
}
