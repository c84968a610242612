/**
 * The bytes that crossed the links of this process, the newest of each connection:
 *
 *   link ─ opened ─▶ connection: two legs, each as it was sent, and as it arrived when a fault has been in between
 *                                                        read() ◀─ readBytes
 */
import type { EventPlace } from '#shared/trace.ts';
import type { Transport } from '#shared/transports/transport.ts';
import type { LinkLeg } from '../faults/link/toxics/toxic.ts';
import { ByteBudget } from './byteBudget.ts';
import { ByteRing } from './byteRing.ts';

/** For all links together. */
const maxBytes = 24 << 20;
/** Connections that have ended and are kept all the same, of all links. */
const maxEnded = 64;

export interface Ends {
  /** `host:port` of whoever connected. */
  client: string;
  /** The port of the link. */
  link: number;
  /** `host:port` of whom the link connected to. */
  target: string;
}

export class LegBytes {
  readonly sent: ByteRing;
  readonly #budget: ByteBudget;
  #arrived: ByteRing | undefined;

  constructor(budget: ByteBudget) {
    this.#budget = budget;
    this.sent = new ByteRing(budget);
  }

  /** What arrives from the first fault on this leg on; until then it is what was sent. */
  get arrived(): ByteRing | undefined {
    return this.#arrived;
  }

  /** From now on what arrives may be another thing than what is sent. */
  tellApart(): void {
    this.#arrived ??= new ByteRing(this.#budget);
  }

  forget(): void {
    this.sent.forget();
    this.#arrived?.forget();
  }
}

/** One link, as the flow names it. */
export interface LinkOrigin {
  place: EventPlace;
  transport: Transport;
}

export class ConnectionBytes {
  readonly id: number;
  readonly origin: LinkOrigin;
  readonly ends: Ends;
  readonly legs: Readonly<Record<LinkLeg, LegBytes>>;

  constructor(given: { id: number; origin: LinkOrigin; ends: Ends; budget: ByteBudget }) {
    const { id, origin, ends, budget } = given;
    this.id = id;
    this.origin = origin;
    this.ends = ends;
    this.legs = { request: new LegBytes(budget), reply: new LegBytes(budget) };
  }

  forget(): void {
    this.legs.request.forget();
    this.legs.reply.forget();
  }
}

/** What a link tells of its connections. */
export interface LinkBytes {
  opened(ends: Ends): ConnectionBytes;
  ended(connection: ConnectionBytes): void;
}

export class ByteBoard {
  readonly #open = new Set<ConnectionBytes>();
  /** Oldest first. */
  readonly #ended = new Set<ConnectionBytes>();
  readonly #budget = new ByteBudget(maxBytes, () => this.#forgetOldest());
  #made = 0;

  link(origin: LinkOrigin): LinkBytes {
    return {
      opened: (ends) => {
        this.#made += 1;
        const connection = new ConnectionBytes({ id: this.#made, origin, ends, budget: this.#budget });
        this.#open.add(connection);
        return connection;
      },
      ended: (connection) => {
        this.#open.delete(connection);
        this.#ended.add(connection);
        if (this.#ended.size > maxEnded) this.#forgetOldest();
      },
    };
  }

  /** All connections that something is kept of, in the order in which they were made. */
  get connections(): readonly ConnectionBytes[] {
    return [...this.#ended, ...this.#open].toSorted((one, other) => one.id - other.id);
  }

  #forgetOldest(): boolean {
    const [oldest] = this.#ended;
    if (oldest === undefined) return false;
    this.#ended.delete(oldest);
    oldest.forget();
    return true;
  }
}
