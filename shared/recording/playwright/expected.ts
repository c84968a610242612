import { literal } from '../../code/literal.ts';
import type { Json } from '../../json.ts';
import { isHopEvent, type HopEvent } from '../../trace.ts';
import { isOfThisRun } from '../diff/comparable.ts';
import { playedHops } from '../diff/playedHop.ts';
import type { Recording } from '../recording.ts';
import type { Stimulus } from '../stimuli.ts';

/**
 * What the answer to a message must be like, as TypeScript; empty when there is nothing to expect, undefined when nobody saw
 * its end. What is another in every run is only of the same kind.
 */
export function expectedOf(recording: Recording, stimulus: Stimulus): string | undefined {
  const events = recording.events.filter(
    (event): event is HopEvent => isHopEvent(event) && event.traceId === stimulus.traceId,
  );
  const hops = playedHops(recording.flow, events);
  const [root] = hops;
  if (root === undefined || (root.end === 'pending' && root.kind !== 'event')) return undefined;
  if (root.kind === 'event') return '';
  const ids = new Set([stimulus.traceId, ...hops.map(({ hopId }) => hopId)]);
  const own = events.filter(({ hopId }) => hopId === root.hopId);
  const values = own.filter(({ type }) => type === 'answered');
  const isCut = values.some(({ dataBytes }) => dataBytes !== undefined);
  const value = (json: Json | undefined): string => (json === undefined ? 'undefined' : likeness(json, ids));
  const fields: string[] = [];
  if (root.status !== undefined) fields.push(`status: ${root.status}`);
  const isError = root.end === 'failed' || root.end === 'timedOut' || root.end === 'cancelled';
  if (isError && root.error !== undefined) {
    const name = stimulus.from === 'driver' && root.status !== undefined ? 'body' : 'error';
    fields.push(`${name}: ${value(root.error)}`);
  } else if (!isError && values.length === 1 && root.reply !== undefined && !isCut) {
    fields.push(`${stimulus.from === 'driver' ? 'body' : 'reply'}: ${value(root.reply)}`);
  } else if (!isError && values.length > 1 && !isCut) {
    fields.push(`replies: [${values.map(({ data }) => value(data)).join(', ')}]`);
  }
  return fields.length === 0 ? '' : `{ ${fields.join(', ')} }`;
}

/** The value as TypeScript, with `expect.any(…)` for what is another in every run. */
function likeness(value: Json, ids: ReadonlySet<string>): string {
  if (isOfThisRun(value, ids)) return typeof value === 'number' ? 'expect.any(Number)' : 'expect.any(String)';
  if (Array.isArray(value)) return `[${value.map((inner) => likeness(inner, ids)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return literal(value);
  const fields = Object.entries(value).map(([key, inner]) => {
    // As `literal` writes a key.
    const [, name = ''] = /^\{ (.*): null \}$/.exec(literal({ [key]: null })) ?? [];
    return `${name}: ${likeness(inner, ids)}`;
  });
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
