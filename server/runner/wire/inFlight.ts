import type { Fault } from '#shared/faults/fault.ts';
import { PassingMap } from '../passing/passingMap.ts';
import type { HopContext } from '../trace/context.ts';

/** Which calls are under way. */
export interface CallBook {
  begin(hop: HopContext): void;
  end(hop: HopContext): void;
}

interface UnderWay {
  hop: HopContext;
  /** Without a set while no fault has acted. */
  faults: Set<Fault> | undefined;
}

/** The calls of one client that have begun and not ended, each with the faults that acted on it. */
export class InFlight implements CallBook {
  /** By hop id. */
  readonly #calls = new PassingMap<UnderWay>();
  readonly #onOver: (faults: ReadonlySet<Fault>) => void;

  /** `onOver` gets the faults that acted on a call, when it has ended. */
  constructor(onOver: (faults: ReadonlySet<Fault>) => void = () => undefined) {
    this.#onOver = onOver;
  }

  get size(): number {
    return this.#calls.size;
  }

  get hops(): readonly HopContext[] {
    return [...this.#calls.values()].map(({ hop }) => hop);
  }

  begin(hop: HopContext): void {
    this.#calls.set(hop.hopId, { hop, faults: undefined });
  }

  end({ hopId }: HopContext): void {
    const faults = this.#calls.get(hopId)?.faults;
    if (this.#calls.delete(hopId) && faults !== undefined && faults.size > 0) this.#onOver(faults);
  }

  /** Notes that a fault acted on a call; false when it had acted on it before, or the call is over. */
  mark({ hopId }: HopContext, fault: Fault): boolean {
    const call = this.#calls.get(hopId);
    if (call === undefined || call.faults?.has(fault) === true) return false;
    call.faults = (call.faults ?? new Set()).add(fault);
    return true;
  }
}
