import { Backlog } from './backlog.ts';
import type { Reason } from './deadLetter.ts';
import type { Journal } from './journal.ts';
import { costOf, isPersistent, type Entry, type Message } from './message.ts';
import { readQueueArguments, type QueueArguments } from './queueArguments.ts';
import type { QueueOptions } from './queueOptions.ts';

/** Who takes messages out of a queue. */
export interface Consumer {
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  /** Whether it may get one more: its prefetch is not used up, and its client reads. */
  isReady(): boolean;
  deliver(queue: Queue, entry: Entry): void;
  /** The queue is gone. */
  cancelled(): void;
}

/** What a queue needs of its broker. */
export interface QueueHost {
  readonly journal: Journal;
  /** So many bytes more are held, or fewer. */
  held(bytes: number): void;
  died(queue: Queue, message: Message, reason: Reason): void;
  /** Nobody needs it any more. */
  isOver(queue: Queue): void;
}

/** As long as timers go; what ends later is looked at again then. */
const maxTimerMs = 2 ** 31 - 1;

/** One queue: what waits in it, and its consumers, who take strict turns. */
export class Queue {
  readonly options: QueueOptions;
  /** The connection that alone may use it. */
  readonly owner: object | undefined;
  readonly settings: QueueArguments;
  readonly #host: QueueHost;
  readonly #backlog = new Backlog();
  #consumers: Consumer[] = [];
  #lastPosition = 0;
  #bytes = 0;
  #expiry: NodeJS.Timeout | undefined;
  #disuse: NodeJS.Timeout | undefined;
  #isGone = false;
  #unacked = 0;

  constructor(options: QueueOptions, { host, owner }: { host: QueueHost; owner?: object | undefined }) {
    this.options = options;
    this.owner = owner;
    this.settings = readQueueArguments(options.name, options.arguments);
    this.#host = host;
  }

  get name(): string {
    return this.options.name;
  }

  /** Messages that wait; those that somebody has and has not acknowledged are not among them. */
  get length(): number {
    return this.#backlog.length;
  }

  /** Messages that somebody has and has not acknowledged. */
  get unacked(): number {
    return this.#unacked;
  }

  get consumers(): readonly Consumer[] {
    return this.#consumers;
  }

  get entries(): Iterable<Entry> {
    return this.#backlog;
  }

  /** Whether one more message would have to be refused. */
  refuses({ body }: Message): boolean {
    const { overflow, maxLength = Infinity, maxBytes = Infinity } = this.settings;
    return overflow !== 'drop-head' && (this.length >= maxLength || this.#bytes + body.length > maxBytes);
  }

  push(message: Message): void {
    const entry: Entry = {
      message,
      position: this.#lastPosition + 1,
      redelivered: false,
      expiresAtMs: this.#expiryOf(message),
      isKept: this.options.durable && isPersistent(message),
    };
    this.#host.held(costOf(message));
    if (entry.isKept) this.#host.journal.message(this.name, entry);
    this.restore(entry);
    this.pump();
    this.#dropOverflow();
    this.#watchExpiry();
  }

  /** From an earlier life of the broker; it was counted and written down then. */
  restore(entry: Entry): void {
    this.#lastPosition = Math.max(this.#lastPosition, entry.position);
    this.#bytes += entry.message.body.length;
    this.#backlog.push(entry);
  }

  /** Hands out what there is to those who are ready. */
  pump(): void {
    for (;;) {
      this.#dropExpired((atMs, nowMs) => atMs < nowMs);
      if (this.length === 0) return;
      const next = this.#consumers.findIndex((consumer) => consumer.isReady());
      const [consumer] = next < 0 ? [] : this.#consumers.splice(next, 1);
      if (consumer === undefined) return;
      this.#consumers.push(consumer);
      const entry = this.take();
      if (entry === undefined) return;
      consumer.deliver(this, entry);
      if (consumer.noAck) this.done(entry);
    }
  }

  /** The first message. Whoever takes it says what has become of it: `done`, `putBack` or `dead`. */
  take(): Entry | undefined {
    this.#dropExpired((atMs, nowMs) => atMs <= nowMs);
    const entry = this.#shift();
    if (entry?.isKept === true && !entry.redelivered) this.#host.journal.delivered(this.name, entry);
    this.#watchExpiry();
    return entry;
  }

  done(entry: Entry): void {
    this.#unacked -= 1;
    this.#host.held(-costOf(entry.message));
    if (entry.isKept && !this.#isGone) this.#host.journal.removed(this.name, entry);
  }

  putBack(entry: Entry): void {
    if (this.#isGone) return this.done(entry);
    entry.redelivered = true;
    this.#unacked -= 1;
    this.#bytes += entry.message.body.length;
    this.#backlog.putBack(entry);
    this.#watchExpiry();
  }

  dead(entry: Entry, reason: Reason): void {
    if (!this.#isGone) this.#host.died(this, entry.message, reason);
    this.done(entry);
  }

  purge(): number {
    const entries = this.#backlog.clear();
    this.#bytes = 0;
    this.#unacked += entries.length;
    for (const entry of entries) this.done(entry);
    return entries.length;
  }

  addConsumer(consumer: Consumer): void {
    clearTimeout(this.#disuse);
    this.#consumers.push(consumer);
  }

  removeConsumer(consumer: Consumer): void {
    const left = this.#consumers.filter((one) => one !== consumer);
    if (left.length === this.#consumers.length) return;
    this.#consumers = left;
    if (left.length > 0) return;
    if (this.options.autoDelete) this.#host.isOver(this);
    else this.used();
  }

  /** Somebody has asked for it just now, which puts off its end for disuse. */
  used(): void {
    clearTimeout(this.#disuse);
    const { expires } = this.settings;
    if (expires === undefined || this.#isGone || this.#consumers.length > 0) return;
    this.#disuse = setTimeout(() => this.#host.isOver(this), Math.min(expires, maxTimerMs));
    this.#disuse.unref();
  }

  /** The queue and all that it holds are gone. */
  end(): void {
    this.purge();
    this.#isGone = true;
    clearTimeout(this.#expiry);
    clearTimeout(this.#disuse);
    const consumers = this.#consumers;
    this.#consumers = [];
    for (const consumer of consumers) consumer.cancelled();
  }

  #shift(): Entry | undefined {
    const entry = this.#backlog.shift();
    if (entry === undefined) return undefined;
    this.#bytes -= entry.message.body.length;
    this.#unacked += 1;
    return entry;
  }

  #expiryOf({ properties }: Message): number | undefined {
    const ttls = [
      this.settings.messageTtl,
      properties.expiration === undefined ? undefined : Number(properties.expiration),
    ];
    const known = ttls.filter((ttl) => ttl !== undefined);
    return known.length === 0 ? undefined : Date.now() + Math.min(...known);
  }

  /** As RabbitMQ: a message behind one that stays longer leaves only when it has come to the front. */
  #dropExpired(isDue: (atMs: number, nowMs: number) => boolean): void {
    for (let first = this.#backlog.first(); first?.expiresAtMs !== undefined; first = this.#backlog.first()) {
      if (!isDue(first.expiresAtMs, Date.now())) return;
      this.#shift();
      this.dead(first, 'expired');
    }
  }

  #dropOverflow(): void {
    const { maxLength = Infinity, maxBytes = Infinity } = this.settings;
    while (this.length > 0 && (this.length > maxLength || this.#bytes > maxBytes)) {
      const first = this.#shift();
      if (first !== undefined) this.dead(first, 'maxlen');
    }
  }

  #watchExpiry(): void {
    clearTimeout(this.#expiry);
    const atMs = this.#backlog.first()?.expiresAtMs;
    if (atMs === undefined || this.#isGone) return;
    const look = (): void => {
      this.#dropExpired((dueMs, nowMs) => dueMs <= nowMs);
      this.#watchExpiry();
      this.#host.journal.flush();
    };
    this.#expiry = setTimeout(look, Math.min(Math.max(atMs - Date.now(), 0), maxTimerMs));
    this.#expiry.unref();
  }
}
