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
  #told: HeldMessage[] = [];
  #toldAt = 0;

  constructor(options: HeldBookOptions) {
    this.#options = options;
  }

  get now(): HeldMessage[] {
    const passedMs = Math.round(performance.now() - this.#toldAt);
    return this.#told.map((message) => ({
      ...message,
      heldMs: message.heldMs + passedMs,
      ...(message.leftMs === undefined ? {} : { leftMs: Math.max(0, message.leftMs - passedMs) }),
    }));
  }

  hear(held: HeldMessage[]): void {
    this.#told = held;
    this.#toldAt = performance.now();
    this.#options.onChange(held);
  }

  /** The runner is gone, and all that it held. */
  lose(): void {
    if (this.#told.length === 0) return;
    const lost = this.#told.map(lostEvent);
    this.hear([]);
    this.#options.onLost(lost);
  }
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
