import type { HeldMessage } from '#shared/held.ts';
import type { HopEvent } from '#shared/trace.ts';
import { nowUs } from '../nowUs.ts';

export interface HeldBookOptions {
  onChange: (held: HeldMessage[]) => void;
  /** What was held has ended with the runner. */
  onLost: (events: Omit<HopEvent, 'seq'>[]) => void;
}

/** What the breakpoints of a session hold: as the runner told it last, with the time that has passed since. */
export class HeldBook {
  readonly #options: HeldBookOptions;
  /** By the service whose own process told it; `undefined` is that of all others. */
  readonly #told = new Map<string | undefined, { held: HeldMessage[]; atMs: number }>();

  constructor(options: HeldBookOptions) {
    this.#options = options;
  }

  /** Those that wait longest first. */
  get now(): HeldMessage[] {
    const nowMs = performance.now();
    const all = [...this.#told.values()].flatMap(({ held, atMs }) => held.map((one) => aged(one, nowMs - atMs)));
    // One process has its own order, which somebody may have changed.
    return this.#told.size > 1 ? all.sort((a, b) => b.heldMs - a.heldMs) : all;
  }

  hear(held: HeldMessage[], apart?: string): void {
    if (held.length > 0) this.#told.set(apart, { held, atMs: performance.now() });
    else this.#told.delete(apart);
    this.#options.onChange(this.now);
  }

  /** A process is gone, and all that it held. */
  lose(apart?: string): void {
    const lost = this.#told.get(apart)?.held.map(lostEvent);
    if (lost === undefined) return;
    this.hear([], apart);
    this.#options.onLost(lost);
  }
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
