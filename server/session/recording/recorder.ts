import type { Act, TimelessAct } from '#shared/recording/act.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { recordingLimits, type RecordingView } from '#shared/recording/recordingView.ts';
import { standingAfter, type Standing } from '#shared/recording/standing.ts';
import { isHopEvent, type TraceEvent } from '#shared/trace.ts';
import { nowUs } from '../../nowUs.ts';
import { patchbayVersion } from '../../patchbayVersion.ts';
import type { TraceRelay } from '../traceRelay.ts';
import { Take } from './take.ts';
import { Tape } from './tape.ts';

export interface RecorderOptions {
  relay: TraceRelay;
  /** As it is now. */
  standing: () => Omit<Standing, 'atUs'>;
  seed: string;
  /** A recording has begun or ended. */
  onChange: (view: RecordingView) => void;
}

/** `taken`: from when somebody said "record". `past`: what is still known of what happened without anybody having said so. */
export type RecordingSort = 'taken' | 'past';

const tapeLimits = { maxActs: recordingLimits.maxActs, maxBytes: 4 << 20 };

/**
 * Remembers what people did to a playground, beside what happened in it, and makes recordings of both.
 *
 *   acts ──▶ past tape (the newest)          ┐
 *   relay's ring (the newest events)         ┴──▶ read('past')
 *   start ─▶ take: its own tape and events ─────▶ read('taken')
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #past: Tape;
  readonly #bornUs = nowUs();
  #take: Take | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#past = new Tape(this.#standing(this.#bornUs), tapeLimits);
  }

  /** The recording that goes on, or the last one. */
  get view(): RecordingView | undefined {
    return this.#take?.view;
  }

  note(timeless: TimelessAct, atUs = nowUs()): void {
    const act: Act = { ...timeless, atUs };
    this.#past.note(act);
    this.#past.forget(this.#ringStartUs());
    this.#take?.note(act);
  }

  /** One that goes on goes on; one that has ended makes room for it. */
  start(): RecordingView {
    if (this.#take !== undefined && this.#take.view.endedAtUs === undefined) return this.#take.view;
    const { relay, onChange } = this.#options;
    const take = new Take({
      relay,
      tape: new Tape(this.#standing(nowUs()), tapeLimits),
      isFromStart: !this.#hasTraffic(),
      onEnd: onChange,
    });
    this.#take = take;
    onChange(take.view);
    return take.view;
  }

  /** @throws ProblemError when nothing was ever recorded */
  stop(): RecordingView {
    const take = this.#taken();
    take.end('told');
    return take.view;
  }

  /** @throws ProblemError when nothing was ever recorded */
  read(of: RecordingSort): Recording {
    return of === 'taken' ? this.#whole(this.#taken().content) : this.#readPast();
  }

  close(): void {
    this.#take?.end('told');
  }

  #taken(): Take {
    if (this.#take !== undefined) return this.#take;
    throw new ProblemError(
      problem('notFound', 'Nothing has been recorded here. Start a recording, or ask for the one of the past.', 'of'),
    );
  }

  #readPast(): Recording {
    const { relay } = this.#options;
    const endedAtUs = nowUs();
    const newest = relay.newest(recordingLimits);
    const tape = this.#past;
    const known = newest.isAll ? this.#bornUs : (newest.events[0]?.atUs ?? endedAtUs);
    const startedAtUs = Math.max(known, tape.standing.atUs, endedAtUs - recordingLimits.maxMs * 1000);
    const before = tape.acts.filter(({ atUs }) => atUs < startedAtUs);
    const events = newest.events.filter(({ atUs }) => atUs >= startedAtUs);
    return this.#whole({
      startedAtUs,
      endedAtUs,
      isFromStart: startedAtUs === this.#bornUs,
      standing: before.reduce(standingAfter, tape.standing),
      acts: tape.acts.filter(({ atUs }) => atUs >= startedAtUs),
      events,
      missed: 0,
      payloads: payloadsOf(relay, events),
    });
  }

  #whole({ standing, ...content }: Take['content']): Recording {
    const { flow, faults } = standing;
    const { seed } = this.#options;
    return { patchbayRecording: 1, madeBy: `patchbay ${patchbayVersion}`, seed, flow, faults: [...faults], ...content };
  }

  #standing(atUs: number): Standing {
    return { atUs, ...this.#options.standing() };
  }

  /** Nothing before it can be in a recording. */
  #ringStartUs(): number {
    const { relay } = this.#options;
    return relay.firstSeq === 1 ? 0 : (relay.read(relay.firstSeq - 1, { limit: 1 }).events[0]?.atUs ?? 0);
  }

  #hasTraffic(): boolean {
    const { relay } = this.#options;
    return relay.firstSeq > 1 || relay.read(0, { limit: Infinity }).events.some(isHopEvent);
  }
}

/** What was cut, whole, as far as it is still kept. */
function payloadsOf(relay: TraceRelay, events: readonly TraceEvent[]): Recording['payloads'] {
  let room = recordingLimits.maxBytes;
  return events.flatMap(({ seq, dataBytes }) => {
    if (dataBytes === undefined || dataBytes > room) return [];
    const whole = relay.readPayload(seq);
    if (!whole.ok) return [];
    room -= dataBytes;
    return [{ seq, data: whole.value }];
  });
}
