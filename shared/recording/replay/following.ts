import { isHopEvent, type TraceEvent } from '../../trace.ts';
import type { Stimulus } from '../stimuli.ts';
import type { ReplaySession } from './replaySession.ts';

const lookMs = 25;
/** A trace that is not as long as it was is over when nothing of it has come for so long after its answer. */
const quietMs = 600;
/** Whatever hangs is not waited for longer than this. */
const patienceMs = 30_000;

interface Followed {
  /** How many events its trace had. */
  expected: number;
  traceId: string | undefined;
  isAnswered: boolean;
  begunMs: number;
}

/** Knows which of the traces of a replay are over: answered, and as long as they were, or silent. */
export class Following {
  readonly #session: ReplaySession;
  readonly #lengths: Map<string, number>;
  readonly #followed = new Map<number, Followed>();
  readonly #seen = new Map<string, { count: number; lastMs: number }>();
  #read = 0;

  constructor(session: ReplaySession, recorded: readonly TraceEvent[]) {
    this.#session = session;
    this.#lengths = new Map();
    for (const event of recorded)
      if (isHopEvent(event)) this.#lengths.set(event.traceId, (this.#lengths.get(event.traceId) ?? 0) + 1);
  }

  follow(stimulus: Stimulus, answered: Promise<string | undefined>): void {
    const followed: Followed = {
      expected: this.#lengths.get(stimulus.traceId) ?? 0,
      traceId: undefined,
      isAnswered: false,
      begunMs: performance.now(),
    };
    this.#followed.set(stimulus.number, followed);
    void answered.then((traceId) => {
      followed.traceId = traceId;
      followed.isAnswered = true;
    });
  }

  /** Until then, on the clock of `performance`. */
  async wait(untilMs: number, signal: AbortSignal | undefined): Promise<void> {
    const leftMs = untilMs - performance.now();
    if (leftMs > 0) await pause(leftMs, signal);
  }

  /** Until all of these that were sent are over. */
  async settled(stimuli: readonly Stimulus[], signal: AbortSignal | undefined): Promise<void> {
    let open = stimuli.filter(({ number }) => this.#followed.has(number));
    for (;;) {
      this.#look();
      open = open.filter(({ number }) => !this.#isOver(number));
      if (open.length === 0) return;
      await pause(lookMs, signal);
    }
  }

  #look(): void {
    const { events } = this.#session;
    const nowMs = performance.now();
    for (; this.#read < events.length; this.#read += 1) {
      const event = events[this.#read];
      if (event === undefined || !isHopEvent(event)) continue;
      const count = (this.#seen.get(event.traceId)?.count ?? 0) + 1;
      this.#seen.set(event.traceId, { count, lastMs: nowMs });
    }
  }

  #isOver(number: number): boolean {
    const followed = this.#followed.get(number);
    if (followed === undefined) return true;
    const nowMs = performance.now();
    const { expected, traceId, isAnswered, begunMs } = followed;
    const isDone = isAnswered && (traceId === undefined || this.#isWhole(traceId, expected, nowMs));
    if (isDone || nowMs - begunMs > patienceMs) this.#followed.delete(number);
    return !this.#followed.has(number);
  }

  #isWhole(traceId: string, expected: number, nowMs: number): boolean {
    const seen = this.#seen.get(traceId) ?? { count: 0, lastMs: nowMs };
    this.#seen.set(traceId, seen);
    return seen.count === expected || nowMs - seen.lastMs > quietMs;
  }
}

function pause(forMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = (): void => {
      clearTimeout(timer);
      reject(new DOMException('It was called off', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', over);
      resolve();
    }, forMs);
    if (signal?.aborted === true) over();
    else signal?.addEventListener('abort', over, { once: true });
  });
}
