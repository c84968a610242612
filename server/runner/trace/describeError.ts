import type { Json } from '#shared/json.ts';
import { copyIfPlain, unusual } from './copyIfPlain.ts';

/** Values as they go into events: JSON whatever they were, and never more than about 1 MB. */

const maxCharacters = 1_000_000;
const maxDepth = 64;
const cutMark = '… (cut)';

interface Walk {
  /** Characters of JSON that may still be written. */
  left: number;
  /** The objects around the value being looked at. */
  around: Set<object>;
}

/**
 * A JSON copy of any value: what JSON has no word for becomes a text (`10n`, `[circular]`), `undefined` becomes null,
 * an Error is described. Whatever is over 1 MB or nested deeper than 64 levels is cut and says so. Never throws.
 */
export function toJson(value: unknown): Json {
  const plain = copyIfPlain(value);
  return plain === unusual ? copy(value, { left: maxCharacters, around: new Set() }) : plain;
}

/** What was thrown, as an event's `error`: `{ name, message, code? }` of an Error, an object or a text as it is. */
export function describeError(error: unknown): Json {
  if (!(error instanceof Error)) return toJson(error);
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  const described = { name: toJson(error.name), message: toJson(error.message) };
  return code === undefined ? described : { ...described, code };
}

function copy(value: unknown, walk: Walk): Json {
  switch (typeof value) {
    case 'string':
      return copyText(value, walk);
    case 'number':
      walk.left -= 8;
      // JSON has no zero with a sign.
      return Number.isFinite(value) ? value + 0 : null;
    case 'boolean':
      walk.left -= 5;
      return value;
    case 'bigint':
      return copyText(`${value}n`, walk);
    case 'symbol':
    case 'function':
      return `[${typeof value}]`;
    case 'undefined':
      walk.left -= 4;
      return null;
    case 'object':
      return value === null ? null : copyObject(value, walk);
  }
}

function copyText(text: string, walk: Walk): string {
  const room = Math.max(walk.left, 0);
  walk.left -= text.length + 2;
  return text.length <= room ? text : text.slice(0, room) + cutMark;
}

function copyObject(value: object, walk: Walk): Json {
  if (walk.around.has(value)) return '[circular]';
  if (walk.around.size >= maxDepth) return '[nested too deep]';
  walk.around.add(value);
  try {
    if (value instanceof Error) return describeError(value);
    if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(), walk);
    return Array.isArray(value) ? copyList(value, walk) : copyRecord(value, walk);
  } catch {
    // A getter or toJSON of somebody's own object has thrown: that is its value.
    return '[unreadable]';
  } finally {
    walk.around.delete(value);
  }
}

function copyList(list: readonly unknown[], walk: Walk): Json[] {
  const copied: Json[] = [];
  for (const item of list) {
    if (walk.left <= 0) {
      copied.push(cutMark);
      break;
    }
    copied.push(copy(item, walk));
  }
  return copied;
}

function copyRecord(record: object, walk: Walk): Record<string, Json> {
  const copied: Record<string, Json> = {};
  for (const [key, item] of Object.entries(record)) {
    // As JSON.stringify does; and assigning "__proto__" would not make a key but a prototype.
    if (item === undefined || typeof item === 'function' || key === '__proto__') continue;
    if (walk.left <= 0) {
      copied['…'] = cutMark;
      break;
    }
    walk.left -= key.length + 4;
    copied[key] = copy(item, walk);
  }
  return copied;
}
