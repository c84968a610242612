import type { Budget } from './budget.ts';
import type { Subscriber, Subscription } from './interest.ts';
import type { Limits } from './limits.ts';
import { cost, type Message } from './message.ts';
import { Outbox } from './outbox.ts';

/** What a session needs from its connection. */
export interface ClientLink {
  write(bytes: Buffer): void;
  /** Ends the connection at once. */
  cutOff(): void;
}

/** What the broker knows of a client; it outlives the connection when the client asked for that. */
export class Session implements Subscriber {
  readonly id: string;
  /** It ends with its connection. */
  readonly isClean: boolean;
  /** By what the client wrote, `$share/group/` included. */
  readonly subscriptions = new Map<string, Subscription>();
  readonly outbox: Outbox;
  readonly #budget: Budget;
  readonly #limits: Limits;
  /** QoS 2 that the client has not released yet, by id. */
  readonly #incoming = new Map<number, Message>();
  #link: ClientLink | undefined;

  constructor({ id, isClean, budget, limits }: { id: string; isClean: boolean; budget: Budget; limits: Limits }) {
    this.id = id;
    this.isClean = isClean;
    this.#budget = budget;
    this.#limits = limits;
    this.outbox = new Outbox(limits, budget);
  }

  get isAsleep(): boolean {
    return this.#link === undefined;
  }

  get link(): ClientLink | undefined {
    return this.#link;
  }

  deliver(message: Message): void {
    // One that has ended in the middle of a delivery to many.
    if (this.isClean && this.isAsleep) return;
    this.outbox.deliver(message);
  }

  attach(link: ClientLink): void {
    this.#link = link;
    this.outbox.attach((bytes) => link.write(bytes));
  }

  detach(): void {
    this.#link = undefined;
    this.outbox.detach();
  }

  /** False when the client leaves too many of them unfinished. The same id again is the same message. */
  keepIncoming(id: number, message: Message): boolean {
    if (this.#incoming.has(id)) return true;
    if (this.#incoming.size >= this.#limits.queued || !this.#budget.take(cost(message))) return false;
    this.#incoming.set(id, message);
    return true;
  }

  releaseIncoming(id: number): Message | undefined {
    const message = this.#incoming.get(id);
    if (message === undefined) return undefined;
    this.#incoming.delete(id);
    this.#budget.giveBack(cost(message));
    return message;
  }

  clear(): void {
    this.outbox.clear();
    for (const id of this.#incoming.keys()) this.releaseIncoming(id);
  }
}
