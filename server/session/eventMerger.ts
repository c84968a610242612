import type { UnnumberedEvent } from '#shared/trace.ts';
import { nowUs } from '../nowUs.ts';
import { FaultJoin } from './faultJoin.ts';

/** Events are put in order so often, together. */
const everyMs = 50;

export interface EventMergerOptions {
  publish: (events: readonly UnnumberedEvent[], dropped: number) => void;
  /** Resolves when every process has handed over what has happened to it so far. */
  collect: () => Promise<void>;
  /** Of a session with one process nothing has to wait. */
  isDivided: () => boolean;
}

/**
 * Puts the events of a session's processes into the order in which they happened:
 *
 *   runner       ── batch ──╮
 *   own process  ── batch ──┴─▶ held,  until all have told theirs, sorted by time ──▶ publish
 */
export class EventMerger {
  readonly #options: EventMergerOptions;
  readonly #join = new FaultJoin();
  #held: UnnumberedEvent[] = [];
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: EventMergerOptions) {
    this.#options = options;
  }

  add(events: readonly UnnumberedEvent[], dropped = 0): void {
    if (this.#held.length === 0 && !this.#options.isDivided()) {
      this.#options.publish(events, dropped);
      return;
    }
    for (const event of events) this.#held.push(event);
    this.#dropped += dropped;
    this.#timer ??= setTimeout(() => void this.flush(), everyMs);
  }

  /** Publishes what has happened so far, in order. */
  async flush(): Promise<void> {
    this.#stopTimer();
    const untilUs = nowUs();
    await this.#options.collect();
    this.#publish(untilUs);
  }

  close(): void {
    this.#publish(Infinity);
    this.#stopTimer();
  }

  #publish(untilUs: number): void {
    // Stable: events of one process and one microsecond stay in their order.
    this.#held.sort((a, b) => a.atUs - b.atUs);
    const count = this.#held.findIndex(({ atUs }) => atUs > untilUs);
    const ready = this.#held.splice(0, count < 0 ? this.#held.length : count);
    const dropped = this.#dropped;
    this.#dropped = 0;
    for (const event of ready) this.#join.complete(event);
    if (ready.length > 0 || dropped > 0) this.#options.publish(ready, dropped);
    if (this.#held.length > 0) this.#timer ??= setTimeout(() => void this.flush(), everyMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
