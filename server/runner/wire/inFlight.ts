import type { Fault } from '#shared/faults/fault.ts';
import { PassingSet } from '../passing/passingSet.ts';
import type { OpenCall } from '../trace/clientTap.ts';

/** Which calls are under way. */
export interface CallBook {
  begin(call: OpenCall): void;
  end(call: OpenCall): void;
}

/** The calls of one client that have begun and not ended, each with the faults that acted on it. */
export class InFlight implements CallBook {
  readonly #calls = new PassingSet<OpenCall>();
  readonly #onOver: (faults: ReadonlySet<Fault>) => void;

  /** `onOver` gets the faults that acted on a call, when it has ended. */
  constructor(onOver: (faults: ReadonlySet<Fault>) => void = () => undefined) {
    this.#onOver = onOver;
  }

  get size(): number {
    return this.#calls.size;
  }

  get calls(): readonly OpenCall[] {
    return this.#calls.values;
  }

  begin(call: OpenCall): void {
    call.underWay = this.#calls.add(call);
  }

  end(call: OpenCall): void {
    const { underWay, actedOn } = call;
    if (underWay === undefined) return;
    call.underWay = undefined;
    this.#calls.delete(underWay);
    if (actedOn !== undefined) this.#onOver(actedOn);
  }

  /** Notes that a fault acted on a call; false when it had acted on it before, or the call is over. */
  mark(call: OpenCall, fault: Fault): boolean {
    if (call.underWay === undefined || call.actedOn?.has(fault) === true) return false;
    call.actedOn = (call.actedOn ?? new Set()).add(fault);
    return true;
  }
}
