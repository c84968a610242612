import type { Fault, LinkFault, ProcessFault } from '#shared/faults/fault.ts';
import type { EventPlace } from '#shared/trace.ts';
import type { ProcessOnWire } from '../faults/process/processOnWires.ts';
import { tellInjected } from '../faults/tellInjected.ts';
import type { OpenCall } from '../trace/clientTap.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';
import { InFlight } from './inFlight.ts';
import { isLasting, noteOf } from './linkFaultActs.ts';
import type { WireState } from './wireState.ts';

export interface ClientFaultsParts {
  /** Wire, service and replica of the caller, and the broker or external it leads to. */
  place: EventPlace;
  /** A link fault acted here. */
  onHit: (fault: LinkFault) => void;
  process: ProcessOnWire;
  tracer: Tracer;
  ledger: HopLedger;
}

/** Which faults acted on the calls of one client. What breaks a connection, or one of its ends, breaks all that is on it. */
export class ClientFaults {
  readonly inFlight: InFlight;
  readonly #parts: ClientFaultsParts;
  /** Link faults seen acting on the connection that is open: they act on every message on it. */
  readonly #acting = new Set<LinkFault>();

  constructor(parts: ClientFaultsParts) {
    this.#parts = parts;
    // A message that was delayed counts when it is through: ended any sooner, the fault would let it go at once.
    this.inFlight = new InFlight((faults) => faults.forEach((fault) => isLasting(fault) && parts.onHit(fault)));
  }

  /** A call is about to be sent, over a connection to this replica of the called service. */
  onDispatch(call: OpenCall, peer: number | undefined): void {
    for (const fault of this.#acting) this.#mark(call, { fault, note: noteOf(fault) });
    this.#blameOn(call, peer);
  }

  /** A fault on bytes cannot know whose they were: all calls under way on this connection are told. */
  onInjected(fault: LinkFault, state: WireState): void {
    const { tracer, place, onHit } = this.#parts;
    if (isLasting(fault)) this.#acting.add(fault);
    for (const call of this.inFlight.calls) this.#mark(call, { fault, note: noteOf(fault) });
    if (this.inFlight.size === 0) {
      tracer.change({ type: 'wireChanged', state, ...place, faults: [fault.id], note: noteOf(fault) });
    }
    if (!isLasting(fault)) onHit(fault);
  }

  /** Process faults have come, or the connection leads to another replica. */
  refresh(peer: number | undefined): void {
    for (const call of this.inFlight.calls) this.#blameOn(call, peer);
  }

  /** A process fault is about to end one of the ends of the connection. */
  onEnding(fault: ProcessFault): void {
    for (const call of this.inFlight.calls) this.#mark(call, { fault });
  }

  /** Only these act on links now. */
  keep(faults: readonly LinkFault[]): void {
    for (const fault of this.#acting) if (!faults.includes(fault)) this.#acting.delete(fault);
  }

  #blameOn(call: OpenCall, peer: number | undefined): void {
    for (const fault of this.#parts.process.blamed(peer, call.hop.pattern)) this.#mark(call, { fault });
  }

  #mark(call: OpenCall, { fault, note }: { fault: Fault; note?: string }): void {
    if (this.inFlight.mark(call, fault)) tellInjected(fault, call.hop, { ...this.#parts, note });
  }
}
