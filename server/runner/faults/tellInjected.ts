import type { Fault } from '#shared/faults/fault.ts';
import type { HopContext } from '../trace/context.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';

/** A fault acted on a message: says so, and what follows from it carries the fault's id. */
export function tellInjected(fault: Fault, hop: HopContext, parts: { ledger: HopLedger; tracer: Tracer }): void {
  parts.ledger.addFault(hop, fault.id);
  parts.tracer.hop('injected', hop, { note: `The ${fault.kind} fault acted on this message.` });
}
