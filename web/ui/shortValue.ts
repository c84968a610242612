import type { Json } from '#shared/json.ts';

/** A value in a few words, for a line of a list: `'pending'`, `3 items`, `{ id, name, … }`. */
export function shortValue(value: Json): string {
  if (typeof value === 'string') return cut(JSON.stringify(value));
  if (Array.isArray(value)) return value.length === 1 ? '1 item' : `${value.length} items`;
  if (typeof value !== 'object' || value === null) return String(value);
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  return cut(`{ ${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ', …' : ''} }`);
}

const longest = 40;
const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
