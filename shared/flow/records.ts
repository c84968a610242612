/** Records whose key order is shown to people, changed without touching the original. */

export function withoutKey<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

/** The place of a key among its sisters, -1 when it is not there. */
export function indexOf(record: Readonly<Record<string, unknown>>, key: string): number {
  return Object.keys(record).indexOf(key);
}

/** Puts a value under `key`: at `index` when given, else where the key stood, else last. */
export function insertAt<T>(
  record: Readonly<Record<string, T>>,
  entry: { key: string; value: T; index?: number | undefined },
): Record<string, T> {
  if (Object.hasOwn(record, entry.key)) {
    if (entry.index === undefined) return { ...record, [entry.key]: entry.value };
    return insertAt(withoutKey(record, entry.key), entry);
  }
  const entries = Object.entries(record);
  entries.splice(entry.index ?? entries.length, 0, [entry.key, entry.value]);
  return Object.fromEntries(entries);
}
