import { z } from 'zod';
import { problem, type Problem } from './problem.ts';

/** Any value that survives JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Takes any JSON value as it is; depth and size are bounded before by `checkBounds`. */
export const jsonSchema = z.json() as unknown as z.ZodType<Json>;

export interface Bounds {
  maxDepth: number;
  maxValues: number;
}

/** Of whatever comes in, and of a flow. */
export const usualBounds: Bounds = { maxDepth: 64, maxValues: 200_000 };

/**
 * Looks through an untrusted value without recursion, so that no nesting can overflow the stack, and refuses what zod would
 * silently drop or choke on: own `__proto__` keys, nesting deeper than `maxDepth`, more than `maxValues` values.
 */
export function checkBounds(value: unknown, bounds: Bounds = usualBounds): Problem | undefined {
  const open: { value: unknown; path: string; depth: number }[] = [{ value, path: '', depth: 0 }];
  let count = 0;
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    count += 1;
    if (count > bounds.maxValues) {
      return problem('tooLarge', `This holds more than ${bounds.maxValues} values. Send less at once.`);
    }
    if (typeof item.value !== 'object' || item.value === null) continue;
    if (item.depth >= bounds.maxDepth) {
      const short = item.path.split('.').slice(0, 6).join('.');
      return problem('badInput', `${short}… is nested deeper than ${bounds.maxDepth} levels. Flatten it.`, short);
    }
    for (const key of Object.keys(item.value)) {
      const path = item.path === '' ? key : `${item.path}.${key}`;
      if (key === '__proto__') {
        return problem('badInput', `${path}: "__proto__" cannot be used as a name. Choose another one.`, path);
      }
      open.push({ value: (item.value as Record<string, unknown>)[key], path, depth: item.depth + 1 });
    }
  }
  return undefined;
}
