import type { HopEvent } from './trace.ts';

/**
 * When not all can be shown, whole traces are left out: one is shown from its first message to its last, or not at all. Everybody
 * chooses the same ones: what is kept of 1 in 8 is also kept of 1 in 4.
 */

/** Whether a trace is among one in so many; `oneIn` must be a power of two. W3C trace context: the last 7 bytes of an id are random. */
export const isOneOf = (traceId: string, oneIn: number): boolean =>
  oneIn <= 1 || Number.parseInt(traceId.slice(-7), 16) % oneIn === 0;

/** More than this is as good as nothing. */
export const mostOneIn = 1 << 16;

/** Something that nobody should miss: a trace with one of these is shown whatever the share is. */
export function isRemarkable(event: HopEvent): boolean {
  switch (event.type) {
    case 'threw':
    case 'failed':
    case 'timedOut':
    case 'rejected':
    case 'lost':
    case 'unhandled':
    case 'orphaned':
    case 'retried':
    case 'breakerChanged':
    case 'fellBack':
    case 'hedged':
    case 'deadLettered':
    case 'replayed':
    case 'held':
    case 'released':
    case 'injected':
      return true;
    case 'called':
    case 'sent':
    case 'received':
    case 'started':
    case 'replied':
    case 'answered':
    case 'completed':
    case 'cancelled':
    case 'logged':
      return event.error !== undefined || (event.status ?? 0) >= 400 || (event.faults?.length ?? 0) > 0;
  }
}
