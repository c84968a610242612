import type { Json } from '#shared/json.ts';

/** One place where two values differ. `before` or `after` is undefined where only the other one has it. */
export interface Difference {
  /** `items[0].price`; empty for the whole. */
  path: string;
  before: Json | undefined;
  after: Json | undefined;
}

/** More than these nobody reads. */
export const maxDifferences = 200;

/** Where two values differ, in the order of their keys; equal parts are passed over. */
export function jsonDiff(before: Json | undefined, after: Json | undefined): Difference[] {
  const found: Difference[] = [];
  const open: Difference[] = [{ path: '', before, after }];
  for (let next = open.pop(); next !== undefined && found.length < maxDifferences; next = open.pop()) {
    const parts = partsOf(next);
    if (parts === undefined) {
      if (JSON.stringify(next.before) !== JSON.stringify(next.after)) found.push(next);
    } else open.push(...parts.toReversed());
  }
  return found;
}

/** What two objects or two lists are made of; undefined when they are compared as a whole. */
function partsOf({ path, before, after }: Difference): Difference[] | undefined {
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => ({
      path: `${path}[${index}]`,
      before: before[index],
      after: after[index],
    }));
  }
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.map((key) => ({ path: pathTo(path, key), before: valueOf(before, key), after: valueOf(after, key) }));
}

const isRecord = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valueOf = (record: { [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const pathTo = (path: string, key: string): string => {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
};
