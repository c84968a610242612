import type { Json } from '../../json.ts';

/** What is another in every run although nothing went differently: ids, moments, ports that the system gave. */

const isoTime = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?/g;
const loopbackPort = /\b(127\.0\.0\.1|localhost|\[?::1\]?):\d{2,5}\b/g;
const hexId = /\b[0-9a-f]{32}\b|\b[0-9a-f]{16}\b/g;
/** Milliseconds since 1970 of the years 2014 to 2100. */
const [earliestMs, latestMs] = [1.39e12, 4.1e12];

/**
 * The value with that taken out, as a text: two runs are alike when these are.
 *
 * @param ids of the run's own trace and messages, each with the name of its place in the run
 */
export function comparable(value: Json | undefined, ids: ReadonlyMap<string, string>): string {
  return value === undefined ? '' : JSON.stringify(plain(value, ids));
}

function plain(value: Json, ids: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return plainText(value, ids);
  if (typeof value === 'number') return value > earliestMs && value < latestMs ? '(a moment)' : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => plain(inner, ids));
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [plainText(key, ids), plain(inner, ids)]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function plainText(text: string, ids: ReadonlyMap<string, string>): string {
  return text
    .replaceAll(hexId, (id) => ids.get(id) ?? id)
    .replaceAll(isoTime, '(a moment)')
    .replaceAll(loopbackPort, '$1:(a port)');
}

/** Whether a value, alone, holds something of that: one of these ids, a moment, a port. */
export const isOfThisRun = (value: Json, ids: ReadonlySet<string>): boolean =>
  (typeof value === 'string' || typeof value === 'number') &&
  plain(value, new Map([...ids].map((id) => [id, '(id)']))) !== value;
