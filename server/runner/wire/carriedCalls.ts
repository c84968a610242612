import type { ClientTap, OpenCall } from '../trace/clientTap.ts';

/** Nest connects before it makes the packet, and hands nothing from `send` through to there but the data. */
class Carried {
  readonly call: OpenCall;
  readonly data: unknown;

  constructor(call: OpenCall, data: unknown) {
    this.call = call;
    this.data = data;
  }
}

/**
 * Brings each call of one ClientProxy from `send` or `emit` to `publish` or `dispatchEvent` without following it over promises,
 * which costs on every promise of the process:
 *
 *   send(pattern, carry(data)) ─ Nest connects ─▶ createPacket: open(data) ─ same turn ─▶ publish: take()
 */
export class CarriedCalls {
  readonly #tap: ClientTap;
  #leaving: OpenCall | undefined;

  constructor(tap: ClientTap) {
    this.#tap = tap;
    tap.stopFollowing();
  }

  /** What Nest refuses to send stays as it is. */
  carry(data: unknown): unknown {
    const call = this.#tap.current();
    return call === undefined || data === undefined || data === null ? data : new Carried(call, data);
  }

  /** Around Nest's `createPacket`, which comes just before the packet is published or dispatched. */
  open<T>(data: unknown, createPacket: (data: unknown) => T): T {
    if (!(data instanceof Carried)) return createPacket(data);
    const { call } = data;
    this.#leaving = call;
    return this.#tap.run(call, () => createPacket(data.data));
  }

  /** Whose packet was made just now. */
  take(): OpenCall | undefined {
    const call = this.#leaving;
    this.#leaving = undefined;
    return call;
  }

  /** Whatever `work` sends belongs to this call, if there is one. */
  within<T>(call: OpenCall | undefined, work: () => T): T {
    return call === undefined ? work() : this.#tap.run(call, work);
  }
}
