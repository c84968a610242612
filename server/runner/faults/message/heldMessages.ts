import type { Clock } from '../link/clock.ts';
import type { MessageAct } from './messageAct.ts';
import type { PassingMessage } from './passingMessage.ts';

interface Held {
  message: PassingMessage;
  cancel: () => void;
}

/** Messages that wait, each for its own time. Those of a breakpoint wait on the `HeldBoard`, for a person's word. */
export class HeldMessages implements Omit<MessageAct, 'take'> {
  readonly #clock: Clock;
  #held: Held[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#held.length;
  }

  /** Without `ms` it waits until it is taken out. */
  hold(message: PassingMessage, ms?: number): void {
    const held: Held = { message, cancel: () => undefined };
    if (ms !== undefined) {
      held.cancel = this.#clock.after(ms, () => {
        this.#held = this.#held.filter((other) => other !== held);
        message.go();
      });
    }
    this.#held.push(held);
  }

  /** All of them, in the order in which they came; they are waited for no longer. */
  takeOut(): PassingMessage[] {
    const held = this.#held;
    this.#held = [];
    for (const { cancel } of held) cancel();
    return held.map(({ message }) => message);
  }

  release(): void {
    for (const message of this.takeOut()) message.go();
  }

  lose(): void {
    for (const message of this.takeOut()) message.lose();
  }
}
