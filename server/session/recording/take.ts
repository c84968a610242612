import type { Subscription } from 'rxjs';
import type { Act } from '#shared/recording/act.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { recordingLimits, type RecordingEnd, type RecordingView } from '#shared/recording/recordingView.ts';
import type { Standing } from '#shared/recording/standing.ts';
import type { TraceEvent } from '#shared/trace.ts';
import { nowUs } from '../../nowUs.ts';
import type { TraceRelay } from '../traceRelay.ts';
import type { Tape } from './tape.ts';

export interface TakeParts {
  relay: TraceRelay;
  /** Begins now. */
  tape: Tape;
  isFromStart: boolean;
  onEnd: (view: RecordingView) => void;
}

/** One recording that somebody asked for: all that happens from now on, until it is told to end or is full. */
export class Take {
  readonly #parts: TakeParts;
  readonly #subscription: Subscription;
  readonly #timer: NodeJS.Timeout;
  readonly #events: TraceEvent[] = [];
  readonly #payloads: Recording['payloads'] = [];
  #bytes = 0;
  #missed = 0;
  #end: { endedAtUs: number; ended: RecordingEnd } | undefined;

  constructor(parts: TakeParts) {
    this.#parts = parts;
    this.#subscription = parts.relay.batches$.subscribe(({ events, missed }) => {
      this.#missed += missed;
      for (const event of events) this.#keep(event);
    });
    this.#timer = setTimeout(() => this.end('long'), recordingLimits.maxMs).unref();
  }

  get view(): RecordingView {
    return { startedAtUs: this.#parts.tape.standing.atUs, ...this.#end };
  }

  get content(): Pick<
    Recording,
    'startedAtUs' | 'endedAtUs' | 'isFromStart' | 'acts' | 'events' | 'missed' | 'payloads'
  > & { standing: Standing } {
    const { tape, isFromStart } = this.#parts;
    const endedAtUs = this.#end?.endedAtUs ?? nowUs();
    return {
      startedAtUs: tape.standing.atUs,
      endedAtUs,
      isFromStart,
      standing: tape.standing,
      acts: tape.acts,
      events: this.#events,
      missed: this.#missed,
      payloads: this.#payloads,
    };
  }

  note(act: Act): void {
    if (this.#end !== undefined) return;
    this.#parts.tape.note(act);
    if (this.#parts.tape.isFull) this.end('large');
  }

  end(ended: RecordingEnd): void {
    if (this.#end !== undefined) return;
    this.#end = { endedAtUs: nowUs(), ended };
    clearTimeout(this.#timer);
    this.#subscription.unsubscribe();
    this.#parts.onEnd(this.view);
  }

  #keep(event: TraceEvent): void {
    if (this.#end !== undefined) return;
    const { relay } = this.#parts;
    const whole = event.dataBytes === undefined ? undefined : relay.readPayload(event.seq);
    this.#bytes += relay.sizeOf(event.seq) + (whole?.ok === true ? (event.dataBytes ?? 0) : 0);
    if (this.#events.length >= recordingLimits.maxEvents || this.#bytes > recordingLimits.maxBytes) {
      this.end('large');
      return;
    }
    this.#events.push(event);
    if (whole?.ok === true) this.#payloads.push({ seq: event.seq, data: whole.value });
  }
}
