import type { TraceEvent } from '#shared/trace.ts';

/** The newest events as they came, for whoever looks back: about as many as the server keeps. What they mean is in the trace store. */
const maxEvents = 20_000;

/** Batches: to forget the oldest costs nothing. */
let batches: (readonly TraceEvent[])[] = [];
let count = 0;

export function logEvents(events: readonly TraceEvent[]): void {
  if (events.length === 0) return;
  batches.push(events);
  count += events.length;
  total += events.length;
  let gone = 0;
  for (const batch of batches) {
    if (count - batch.length < maxEvents) break;
    count -= batch.length;
    gone += 1;
  }
  if (gone > 0) batches = batches.slice(gone);
}

/** How many have ever been logged: where `loggedSince` goes on. */
let total = 0;
export const loggedSoFar = (): number => total;

/** Those that have come since so many had. Some tell of what was before: of a trace that was left out until something failed in it. */
export function loggedSince(before: number): TraceEvent[] {
  let skip = Math.max(0, before - (total - count));
  const newer: TraceEvent[] = [];
  for (const batch of batches) {
    if (skip < batch.length) newer.push(...batch.slice(skip));
    skip = Math.max(0, skip - batch.length);
  }
  return newer;
}

export const newestLogged = (): TraceEvent | undefined => batches.at(-1)?.at(-1);

export function clearLog(): void {
  batches = [];
  count = 0;
  total = 0;
}
