import type { HeldMessage } from '#shared/held.ts';
import type { HopEvent, TraceEvent, UnnumberedEvent } from '#shared/trace.ts';
import { nowUs } from '../nowUs.ts';
import { HeldCallers } from './heldCallers.ts';

export interface HeldBookOptions {
  onChange: (held: HeldMessage[]) => void;
  /** What was held has ended with the runner. */
  onLost: (events: Omit<HopEvent, 'seq'>[]) => void;
  /** Whether the session has several processes. */
  isDivided: () => boolean;
  /** What is known of a trace. */
  eventsOf: (traceId: string) => readonly TraceEvent[];
}

interface Told {
  held: HeldMessage[];
  /** On the clock of `performance`. */
  atMs: number;
}

/** What the breakpoints of a session hold: as the runner told it last, with the time that has passed since. */
export class HeldBook {
  readonly #options: HeldBookOptions;
  /** By the service whose own process told it; `undefined` is that of all others. */
  readonly #told = new Map<string | undefined, Told>();
  readonly #callers: HeldCallers;

  constructor(options: HeldBookOptions) {
    this.#options = options;
    this.#callers = new HeldCallers(options.eventsOf);
  }

  /** In the order in which they go on: of several processes the longest wait comes first, in one what somebody wants. */
  get now(): HeldMessage[] {
    const nowMs = performance.now();
    const lists = [...this.#told.values()].map(({ held, atMs }) =>
      held.map((one) => this.#callers.complete(aged(one, nowMs - atMs))),
    );
    return lists.reduce(merged, []);
  }

  hear(held: HeldMessage[], apart?: string): void {
    if (held.length > 0) this.#told.set(apart, { held, atMs: performance.now() });
    else this.#told.delete(apart);
    if (this.#options.isDivided()) this.#callers.keep([...this.#told.values()].flatMap((told) => told.held));
    this.#options.onChange(this.now);
  }

  /** Looks through what the processes tell: some of it is what callers do whose message another one holds. */
  watch(events: readonly UnnumberedEvent[]): void {
    if (this.#callers.take(events)) this.#options.onChange(this.now);
  }

  /** The message behind which one goes to stand behind `after`: the same, or the last before it that is in its own process. */
  within(message: string, after: string): string | undefined {
    const home = this.#homeOf(message);
    const before = this.now.map(({ id }) => id);
    if (!before.includes(after)) return after;
    return before.slice(0, before.indexOf(after) + 1).findLast((id) => id !== message && this.#homeOf(id) === home);
  }

  #homeOf(message: string): Told | undefined {
    return [...this.#told.values()].find(({ held }) => held.some(({ id }) => id === message));
  }

  /** A process is gone, and all that it held. */
  lose(apart?: string): void {
    const lost = this.#told.get(apart)?.held.map(lostEvent);
    if (lost === undefined) return;
    this.hear([], apart);
    this.#options.onLost(lost);
  }
}

/** Each list keeps its own order. */
function merged(some: readonly HeldMessage[], others: readonly HeldMessage[]): HeldMessage[] {
  const all: HeldMessage[] = [];
  let at = 0;
  for (const other of others) {
    for (let next = some[at]; next !== undefined && next.heldMs >= other.heldMs; next = some[at]) {
      all.push(next);
      at += 1;
    }
    all.push(other);
  }
  return [...all, ...some.slice(at)];
}

function aged(message: HeldMessage, byMs: number): HeldMessage {
  const passedMs = Math.round(byMs);
  return {
    ...message,
    heldMs: message.heldMs + passedMs,
    ...(message.leftMs === undefined ? {} : { leftMs: Math.max(0, message.leftMs - passedMs) }),
  };
}

function lostEvent(message: HeldMessage): Omit<HopEvent, 'seq'> {
  const {
    id: _id,
    fault,
    heldMs: _held,
    leftMs: _left,
    caller: _caller,
    preview: _preview,
    isError: _error,
    ...hop
  } = message;
  const note = 'A breakpoint held it when the process that ran the services ended.';
  return { type: 'lost', ...hop, faults: [fault], note, atUs: nowUs() };
}
