import type { Json } from '#shared/json.ts';
import type { NameInScope } from './nameInScope.ts';

/** What can stand behind a dot: a property with its present value, or something that every text or list has. */
export interface Member {
  name: string;
  value?: Json | undefined;
  detail?: string;
}

/** `data.items[0].` as `['data', 'items', '0']`; undefined when what stands before the dot is more than names and places. */
export function pathBefore(text: string): { path: string[]; typed: string; optional: boolean } | undefined {
  const found = pathText.exec(text);
  if (found === null) return undefined;
  const [, before = '', dot, typed = ''] = found;
  const start = found.index;
  // Behind a call or another bracket there is a value that is not known.
  if (start > 0 && /[\w$.)\]'"`]/.test(text[start - 1] ?? '')) return undefined;
  const path = [...before.matchAll(partText)].map(
    ([, name, index, single, double]) => name ?? index ?? single ?? double ?? '',
  );
  return { path, typed, optional: dot === '?.' };
}

const part = String.raw`(?:\??\.[A-Za-z_$][\w$]*|(?:\?\.)?\[\d+\]|(?:\?\.)?\['[^'\\]*'\]|(?:\?\.)?\["[^"\\]*"\])`;
const pathText = new RegExp(String.raw`([A-Za-z_$][\w$]*${part}*)(\??\.)([\w$]*)$`);
const partText = /([A-Za-z_$][\w$]*)(?![^[]*['"]\])|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g;

/** What is known to stand behind that path. */
export function membersOf(names: readonly NameInScope[], path: readonly string[]): Member[] {
  const [first, ...rest] = path;
  const name = names.findLast((one) => one.name === first);
  if (name === undefined) return [];
  let value = name.value;
  for (const key of rest) value = valueAt(value, key);
  if (value !== undefined && value !== null) return membersOfValue(value);
  return rest.length > 0 ? [] : (name.members ?? []).map((member) => ({ name: member }));
}

function valueAt(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

const most = 200;
const ofList = ['length', 'map', 'filter', 'find', 'some', 'every', 'reduce', 'includes', 'join', 'slice', 'at'];
const ofText = [
  'length',
  'slice',
  'split',
  'includes',
  'startsWith',
  'toUpperCase',
  'toLowerCase',
  'trim',
  'replaceAll',
];
const ofNumber = ['toFixed'];

function membersOfValue(value: Json): Member[] {
  if (Array.isArray(value)) return ofList.map((name) => ({ name, detail: 'of a list' }));
  if (typeof value === 'string') return ofText.map((name) => ({ name, detail: 'of a text' }));
  if (typeof value === 'number') return ofNumber.map((name) => ({ name, detail: 'of a number' }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .slice(0, most)
    .map(([name, inner]) => ({ name, value: inner }));
}
