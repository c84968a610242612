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
  let gone = 0;
  for (const batch of batches) {
    if (count - batch.length < maxEvents) break;
    count -= batch.length;
    gone += 1;
  }
  if (gone > 0) batches = batches.slice(gone);
}

/** Those after `seq`, in its order. */
export function loggedAfter(seq: number): TraceEvent[] {
  const newer = batches.filter((batch) => (batch.at(-1)?.seq ?? 0) > seq);
  return newer.flatMap((batch) => batch.filter((event) => event.seq > seq));
}

export const newestLogged = (): TraceEvent | undefined => batches.at(-1)?.at(-1);

export function clearLog(): void {
  batches = [];
  count = 0;
}
