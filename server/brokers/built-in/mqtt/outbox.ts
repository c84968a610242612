import type { Budget } from './budget.ts';
import { cost, type Message } from './message.ts';
import { writeAcknowledgement, writeMessage } from './wire/codec.ts';

interface Sent {
  readonly message: Message;
  /** QoS 2: the client has it, and is told that it may forget the id. */
  isReleased: boolean;
}

/**
 * What one session has to get. QoS 0 is sent or lost; the others stay until the client has confirmed them:
 *
 *   QoS 1   PUBLISH ─▶  ◀─ PUBACK
 *   QoS 2   PUBLISH ─▶  ◀─ PUBREC   PUBREL ─▶  ◀─ PUBCOMP
 */
export class Outbox {
  readonly #limits: { inflight: number; queued: number };
  readonly #budget: Budget;
  readonly #sent = new Map<number, Sent>();
  #waiting: Message[] = [];
  #lastId = 0;
  #write: ((bytes: Buffer) => void) | undefined;

  constructor(limits: { inflight: number; queued: number }, budget: Budget) {
    this.#limits = limits;
    this.#budget = budget;
  }

  deliver(message: Message): void {
    if (message.qos === 0) return this.#write?.(writeMessage(message));
    if (this.#waiting.length >= this.#limits.queued || !this.#budget.take(cost(message))) return;
    this.#waiting.push(message);
    this.#pump();
  }

  /** PUBACK and PUBCOMP. */
  confirmed(id: number, qos: 1 | 2): void {
    const sent = this.#sent.get(id);
    if (sent?.message.qos !== qos) return;
    this.#sent.delete(id);
    this.#budget.giveBack(cost(sent.message));
    this.#pump();
  }

  /** PUBREC; an unknown one is told, too, that the id is free. */
  received(id: number): void {
    const sent = this.#sent.get(id);
    if (sent !== undefined) sent.isReleased = true;
    this.#write?.(writeAcknowledgement('pubrel', id));
  }

  /** Connected, for the first time or again: what is not confirmed goes out once more. */
  attach(write: (bytes: Buffer) => void): void {
    this.#write = write;
    for (const [id, { message, isReleased }] of this.#sent) {
      write(isReleased ? writeAcknowledgement('pubrel', id) : writeMessage(message, { id, again: true }));
    }
    this.#pump();
  }

  detach(): void {
    this.#write = undefined;
  }

  /** Nobody will come for it. */
  clear(): void {
    for (const { message } of this.#sent.values()) this.#budget.giveBack(cost(message));
    for (const message of this.#waiting) this.#budget.giveBack(cost(message));
    this.#sent.clear();
    this.#waiting = [];
  }

  /** One after the other: a write may end the connection, and the session with it. */
  #pump(): void {
    while (this.#write !== undefined && this.#sent.size < this.#limits.inflight) {
      const message = this.#waiting.shift();
      if (message === undefined) return;
      const id = this.#freeId();
      this.#sent.set(id, { message, isReleased: false });
      this.#write(writeMessage(message, { id }));
    }
  }

  #freeId(): number {
    do this.#lastId = (this.#lastId % 65_535) + 1;
    while (this.#sent.has(this.#lastId));
    return this.#lastId;
  }
}
