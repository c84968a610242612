import { errorText, type HopEvent } from '#shared/trace.ts';
import { durationText } from '../../ui/durationText.ts';
import { hopFailed } from '../hopText.ts';
import type { HopView } from '../hopView.ts';
import type { Lifeline, Lifelines } from './lifelines.ts';

/** What happened to a message at one place. */
export interface SequenceNote {
  hopId: string;
  at: Lifeline;
  atUs: number;
  seq: number;
  /** `fault`: it was broken on purpose; `wait`: it stands still; `error`; `info`. */
  tone: 'fault' | 'error' | 'wait' | 'info';
  text: string;
}

/** What is worth a word besides its arrows. An error is told where it came up first, and not again by everybody it passes. */
export function notesOf(hop: HopView, lifelines: Lifelines, children: readonly HopView[]): SequenceNote[] {
  const notes: SequenceNote[] = [];
  const cameFromBelow = children.some((child) => child.kind !== 'event' && hopFailed(child));
  for (const event of hop.events) {
    const words = wordsFor(event, hop, cameFromBelow);
    if (words === undefined) continue;
    const at = placeOf(event, hop, lifelines);
    const before = notes.at(-1);
    if (before?.text === words.text && before.at.key === at.key) continue;
    notes.push({ hopId: hop.hopId, at, atUs: event.atUs, seq: event.seq, ...words });
  }
  return notes;
}

type Words = Pick<SequenceNote, 'tone' | 'text'>;

function wordsFor(event: HopEvent, hop: HopView, cameFromBelow: boolean): Words | undefined {
  switch (event.type) {
    case 'injected':
      return { tone: 'fault', text: withoutDot(event.note ?? 'a fault acted') };
    case 'threw':
      return cameFromBelow ? undefined : { tone: 'error', text: `threw ${errorText(event.error)}` };
    case 'unhandled':
      return { tone: 'error', text: 'no handler for this pattern' };
    case 'lost':
      return {
        tone: 'error',
        text: `nobody received it${event.note === undefined ? '' : `: ${withoutDot(event.note)}`}`,
      };
    case 'failed':
      // Without an arrow that came back, only this tells why.
      return hop.deliveries.length === 0 &&
        hop.external === undefined &&
        hop.events.every(({ type }) => type !== 'timedOut' && type !== 'rejected' && type !== 'lost')
        ? ownFailure(event, hop)
        : undefined;
    case 'rejected':
      return { tone: 'error', text: `${event.policy ?? 'a policy'}: ${withoutDot(event.note ?? 'not sent')}` };
    case 'retried':
      return {
        tone: 'wait',
        text: `waits ${durationText(event.delayMs ?? 0)}, then try ${event.attempt ?? '?'} of ${event.attempts ?? '?'}`,
      };
    case 'hedged':
      return { tone: 'info', text: withoutDot(event.note ?? 'asked once more') };
    case 'fellBack':
      return { tone: 'info', text: 'the fallback answers instead' };
    case 'deadLettered':
      return { tone: 'info', text: 'kept in the dead letters' };
    case 'replayed':
      return { tone: 'info', text: withoutDot(event.note ?? 'answered from what is kept') };
    case 'breakerChanged':
      return {
        tone: 'info',
        text: `breaker ${event.breaker?.state === 'halfOpen' ? 'half-open' : (event.breaker?.state ?? 'changed')}`,
      };
    case 'held':
      return { tone: 'wait', text: event.leg === 'reply' ? 'reply held at a breakpoint' : 'held at a breakpoint' };
    case 'released':
      return { tone: 'wait', text: event.how ?? 'released' };
    case 'cancelled':
      return { tone: 'info', text: 'stops waiting' };
    case 'called':
    case 'sent':
    case 'received':
    case 'started':
    case 'replied':
    case 'answered':
    case 'completed':
    case 'timedOut':
    case 'orphaned':
    case 'logged':
      return undefined;
  }
}

/** A call of attempts fails with what its last attempt failed with: that was told there. */
function ownFailure(event: HopEvent, hop: HopView): Words | undefined {
  if (hop.events.some(({ attempts, type }) => type === 'called' && attempts !== undefined)) return undefined;
  return { tone: 'error', text: errorText(event.error) };
}

const withoutDot = (text: string): string => text.replace(/\.$/, '');

function placeOf(event: HopEvent, hop: HopView, lifelines: Lifelines): Lifeline {
  if (event.type === 'lost') return lifelines.brokerOf(hop) ?? lifelines.callerOf(hop);
  return event.service === undefined ? lifelines.callerOf(hop) : lifelines.service(event.service, event.replica);
}
