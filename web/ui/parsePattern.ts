import { patternSchema, type Pattern } from '#shared/flow/pattern.ts';
import { parseLiteral } from './literal.ts';

export type PatternResult = { ok: true; pattern: Pattern } | { ok: false; message: string };

/** Reads a pattern as people write one: `order_created` is a text, `{ cmd: 'sum' }` an object. The inverse of `patternText`. */
export function parsePattern(text: string): PatternResult {
  const trimmed = text.trim();
  if (trimmed === '')
    return { ok: false, message: "Write a text such as order_created, or an object such as { cmd: 'sum' }." };
  if (!trimmed.startsWith('{')) return checked(trimmed);
  const literal = parseLiteral(trimmed);
  if (literal.ok) return checked(literal.value);
  return {
    ok: false,
    message: `At character ${literal.at + 1}: ${literal.message}. An object looks like { cmd: 'sum' }.`,
  };
}

function checked(value: unknown): PatternResult {
  const parsed = patternSchema.safeParse(value);
  if (parsed.success) return { ok: true, pattern: parsed.data };
  const message =
    typeof value === 'string' ? 'A pattern has at most 500 characters.' : 'A pattern object needs at least one field.';
  return { ok: false, message };
}
