import { isHopEvent, type HopEvent, type TraceEvent } from '../../trace.ts';
import type { Recording } from '../recording.ts';
import { standingAfter, type Standing } from '../standing.ts';
import type { Replay } from '../replay/replaySession.ts';
import { stimuliOf, type Stimulus } from '../stimuli.ts';
import { shortPattern } from './playedHop.ts';
import { diffTraces, type TraceDiff } from './replayDiff.ts';

/** What became of one message from outside, then and now. */
export interface StimulusDiff {
  number: number;
  /** `POST /orders`, `charge` */
  label: string;
  /** When it came, in microseconds since the recording began. */
  afterUs: number;
  thenTraceId: string;
  nowTraceId: string | undefined;
  /** `open`: it had not ended when the recording did, so there is nothing to compare its end with. */
  verdict: 'same' | 'other' | 'open' | 'notSent';
  /** `answered 201 then, timed out now; first difference at payments → ledger (charge)` */
  words: string;
  diff: TraceDiff | undefined;
}

export interface ReplayDiff {
  stimuli: StimulusDiff[];
  /** `All 12 messages went as they did then.` */
  summary: string;
  notes: string[];
}

/** Goes through a recording and its replay message by message, in the order in which they came in. Pure. */
export function diffReplay(recording: Recording, replay: Replay): ReplayDiff {
  const stimuli = stimuliOf(recording);
  const then = byTrace(recording.events);
  const now = byTrace(replay.events);
  const replayed = new Map(replay.stimuli.map((one) => [one.number, one]));
  const compared = stimuli.map((stimulus): StimulusDiff => {
    const { number, traceId } = stimulus;
    const { traceId: nowTraceId, notSent } = replayed.get(number) ?? {};
    const common = {
      number,
      label: shortPattern(stimulus.pattern),
      afterUs: stimulus.atUs - recording.startedAtUs,
      thenTraceId: traceId,
      nowTraceId,
    };
    if (nowTraceId === undefined) {
      const words = `not sent again: ${notSent ?? 'the replay ended before'}`;
      return { ...common, verdict: 'notSent', words, diff: undefined };
    }
    const flows = { then: flowAt(recording, stimulus), now: replay.flow };
    const diff = diffTraces(flows, then.get(traceId) ?? [], now.get(nowTraceId) ?? []);
    if (diff.differences.length > 0) return { ...common, verdict: 'other', words: otherWords(diff), diff };
    if (!diff.isOpen) return { ...common, verdict: 'same', words: diff.now, diff };
    return { ...common, verdict: 'open', words: `under way when the recording ended, ${diff.now} now`, diff };
  });
  const missed = replay.missed > 0 ? [`${replay.missed} events of the replay did not arrive here.`] : [];
  const dice = recording.isFromStart
    ? []
    : ['The recording began later than the session: what is drawn at random may come out differently.'];
  const differs = compared.some(({ verdict }) => verdict === 'other');
  return {
    stimuli: compared,
    summary: summaryOf(compared),
    notes: [...replay.notes, ...missed, ...(differs ? dice : [])],
  };
}

function otherWords({ then, now, first }: TraceDiff): string {
  const ends = then === now ? `${now}, as then` : `${then} then, ${now} now`;
  return first === undefined ? ends : `${ends}; first difference at ${first.place} (${first.pattern})`;
}

function summaryOf(stimuli: readonly StimulusDiff[]): string {
  const count = (verdict: StimulusDiff['verdict']): number => stimuli.filter((one) => one.verdict === verdict).length;
  const [same, other, open, notSent] = [count('same'), count('other'), count('open'), count('notSent')];
  if (stimuli.length === 0) return 'Nothing came in from outside while this was recorded, so nothing was sent again.';
  const left = notSent === 0 ? '' : ` ${notSent} ${notSent === 1 ? 'was' : 'were'} not sent again.`;
  const rest = `${open === 0 ? '' : ` ${open} had not ended when the recording did.`}${left}`;
  const sent = same + other;
  if (sent === 0) return rest.trim();
  if (other === 0) return `${sent === 1 ? 'The message went' : `All ${sent} messages went`} as then.${rest}`;
  return `${other} of ${sent} ${sent === 1 ? 'message' : 'messages'} went differently.${rest}`;
}

/** As it was drawn when this came in. */
function flowAt(recording: Recording, { atUs }: Stimulus): Standing['flow'] {
  const start: Standing = { atUs: recording.startedAtUs, flow: recording.flow, faults: recording.faults };
  const drawn = recording.acts.filter((act) => act.atUs <= atUs && (act.act === 'edit' || act.act === 'replaceFlow'));
  return drawn.reduce(standingAfter, start).flow;
}

function byTrace(events: readonly TraceEvent[]): Map<string, HopEvent[]> {
  const traces = new Map<string, HopEvent[]>();
  for (const event of events) {
    if (!isHopEvent(event)) continue;
    const known = traces.get(event.traceId);
    if (known === undefined) traces.set(event.traceId, [event]);
    else known.push(event);
  }
  return traces;
}
