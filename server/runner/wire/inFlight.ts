import type { Fault } from '#shared/faults/fault.ts';
import type { HopContext } from '../trace/context.ts';

/** Which calls are under way. */
export interface CallBook {
  begin(hop: HopContext): void;
  end(hop: HopContext): void;
}

/** The calls of one client that have begun and not ended, each with the faults that acted on it. */
export class InFlight implements CallBook {
  /** Without a set while no fault has acted. */
  readonly #calls = new Map<HopContext, Set<Fault> | undefined>();
  readonly #onOver: (faults: ReadonlySet<Fault>) => void;

  /** `onOver` gets the faults that acted on a call, when it has ended. */
  constructor(onOver: (faults: ReadonlySet<Fault>) => void = () => undefined) {
    this.#onOver = onOver;
  }

  get size(): number {
    return this.#calls.size;
  }

  get hops(): readonly HopContext[] {
    return [...this.#calls.keys()];
  }

  begin(hop: HopContext): void {
    this.#calls.set(hop, undefined);
  }

  end(hop: HopContext): void {
    const faults = this.#calls.get(hop);
    if (this.#calls.delete(hop) && faults !== undefined && faults.size > 0) this.#onOver(faults);
  }

  /** Notes that a fault acted on a call; false when it had acted on it before, or the call is over. */
  mark(hop: HopContext, fault: Fault): boolean {
    if (!this.#calls.has(hop)) return false;
    const faults = this.#calls.get(hop) ?? new Set();
    if (faults.has(fault)) return false;
    this.#calls.set(hop, faults.add(fault));
    return true;
  }
}
