import type { Fault, LinkFault } from '#shared/faults/fault.ts';
import type { ServiceState } from '#shared/status.ts';
import type { EventPlace } from '#shared/trace.ts';
import type { HopContext } from '../trace/context.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';

/** A fault held a message when what it travelled on ended. */
export function tellLostWhileHeld(
  hop: HopContext,
  leg: 'request' | 'reply',
  parts: { ledger: HopLedger; tracer: Tracer },
): void {
  parts.ledger.refresh(hop);
  parts.tracer.hop('lost', hop, { leg, note: 'A fault held it when its connection ended.' });
}

interface TellParts {
  ledger: HopLedger;
  tracer: Tracer;
  /** How it acted, where that is more than to say. */
  note?: string | undefined;
}

/** A fault acted on a message: says so, and what follows from it carries the fault's id. */
export function tellInjected(fault: Fault, hop: HopContext, { ledger, tracer, note }: TellParts): void {
  ledger.addFault(hop, fault.id);
  tracer.hop('injected', hop, { note: note ?? `The ${fault.kind} fault acted on this message.` });
}

/** A fault acted on the bytes of a public port: who sent them is a stranger, so it is told of the service. */
export function tellListenerHit(
  fault: LinkFault,
  place: EventPlace,
  { state, tracer }: { state: ServiceState; tracer: Tracer },
): void {
  const note = `The ${fault.kind} fault acted on a connection to this service.`;
  tracer.change({ type: 'serviceChanged', state, ...place, faults: [fault.id], note });
}
