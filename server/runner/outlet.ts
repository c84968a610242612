import type { FromRunner } from '#shared/ipc.ts';
import type { UnnumberedEvent } from '#shared/trace.ts';

/**
 * What leaves this process. The channel to the server has no end of memory behind it: while too much of it waits to be
 * written, events are given up and counted, and only then; answers and states always go out.
 */

/** Events that may wait to be written. */
const maxWaiting = 100_000;
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
    this.#channel.send(message, () => undefined);
  }

  events(events: UnnumberedEvent[]): void {
    const { length } = events;
    if (this.#waiting >= maxWaiting) {
      this.#dropped += length;
      return;
    }
    this.#waiting += length;
    const message: FromRunner = { say: 'events', events, ...(this.#dropped > 0 ? { dropped: this.#dropped } : {}) };
    this.#dropped = 0;
    this.#channel.send(message, () => {
      this.#waiting -= length;
    });
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
