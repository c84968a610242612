import type { FromRunner } from '#shared/ipc.ts';
import type { UnnumberedEvent } from '#shared/trace.ts';

/**
 * What leaves this process. The channel to the server has no end of memory behind it: while too much of it waits to be
 * written, events are given up and counted, and only then; answers and states always go out.
 */

/** Batches that may wait to be written. */
const maxWaiting = 40;
/** Changes of state within this time are told once. */
const statusMs = 30;

export interface Channel {
  /** `done` is called when it is written, or never will be. */
  send: (message: FromRunner, done: () => void) => void;
}

export class Outlet {
  readonly #channel: Channel;
  readonly #readStatus: () => FromRunner | undefined;
  #waiting = 0;
  #dropped = 0;
  #statusTimer: NodeJS.Timeout | undefined;

  /** `readStatus` is asked when the state is told, not when it changed. */
  constructor(channel: Channel, readStatus: () => FromRunner | undefined) {
    this.#channel = channel;
    this.#readStatus = readStatus;
  }

  say(message: FromRunner): void {
    this.#waiting += 1;
    this.#channel.send(message, () => {
      this.#waiting -= 1;
    });
  }

  events(events: UnnumberedEvent[], dropped: number): void {
    this.#dropped += dropped;
    if (this.#waiting >= maxWaiting) {
      this.#dropped += events.length;
      return;
    }
    this.say({ say: 'events', events, ...(this.#dropped > 0 ? { dropped: this.#dropped } : {}) });
    this.#dropped = 0;
  }

  /** The state has changed, perhaps not for the last time. */
  statusChanged(): void {
    this.#statusTimer ??= setTimeout(() => {
      this.#statusTimer = undefined;
      const status = this.#readStatus();
      if (status !== undefined) this.say(status);
    }, statusMs);
  }

  close(): void {
    clearTimeout(this.#statusTimer);
  }
}
