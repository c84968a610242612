import { z } from 'zod';
import { jsonSchema, type Json } from '../json.ts';

/** What a message is addressed to: a string or an object, matched as Nest matches it. */
export type Pattern = string | { [key: string]: Json };

export const patternSchema: z.ZodType<Pattern> = z.union([
  z.string().min(1, 'a pattern is a text of 1 to 500 characters or an object').max(500),
  z.record(z.string(), jsonSchema).refine((value) => Object.keys(value).length > 0, 'a pattern object needs a key'),
]);

const maxDepth = 5;
const maxKeys = 20;
const escapeText = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');

/**
 * The one text that Nest routes a pattern by: objects become JSON-like text with sorted keys.
 * Source: `transformPatternToRoute` of @nestjs/microservices 12, limits and all; a live test compares the two.
 */
export function patternRoute(pattern: Json, depth = 0): string {
  if (typeof pattern !== 'object' || pattern === null) return String(pattern);
  if (depth > maxDepth) return '[MAX_DEPTH_REACHED]';
  const record = pattern as Record<string, Json>;
  const keys = Object.keys(record).sort((a, b) => a.localeCompare(b));
  if (keys.length > maxKeys) return '[TOO_MANY_KEYS]';
  const parts = keys.map((key) => {
    const value = record[key] ?? null;
    const route = patternRoute(value, depth + 1);
    return `"${escapeText(key)}":${typeof value === 'string' ? `"${escapeText(route)}"` : route}`;
  });
  return `{${parts.join(',')}}`;
}

/** A pattern as a person writes it: `order_created`, `{ cmd: 'sum' }`. */
export function patternText(pattern: Pattern): string {
  return typeof pattern === 'string' ? pattern : literalText(pattern);
}

function literalText(value: Json): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(literalText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, inner]) => `${keyText(key)}: ${literalText(inner)}`);
    return `{ ${fields.join(', ')} }`;
  }
  return String(value);
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
