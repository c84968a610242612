import { from, mergeMap, type Observable } from 'rxjs';
import type { HandlerFault } from '#shared/faults/fault.ts';
import type { HandlerBody, HandlerCall } from '../service/handlerBody.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { ActiveFault, ActiveFaults } from './activeFaults.ts';
import { actOnHandler } from './handler/actOnHandler.ts';

export interface FaultyParts {
  active: ActiveFaults;
  tracer: Tracer;
  ledger: HopLedger;
}

/** The handler, with the faults that are on when a message comes. Without any it is the handler itself. */
export function withFaults(body: HandlerBody, parts: FaultyParts): HandlerBody {
  return (call) => {
    const faults = parts.active.onHandler(call);
    if (faults.length === 0) return body(call);
    return from(chooseFaults(faults, { active: parts.active, call })).pipe(
      mergeMap((chosen) => handleUnder(chosen, { body, call, parts })),
    );
  };
}

/** Those that match this message and win their dice. */
async function chooseFaults(
  faults: readonly ActiveFault<HandlerFault>[],
  { active, call }: { active: ActiveFaults; call: HandlerCall },
): Promise<HandlerFault[]> {
  const chosen: HandlerFault[] = [];
  for (const candidate of faults) {
    const { fault, random } = candidate;
    if ((await matches(candidate, call)) && random() < fault.rate && active.hit(fault)) chosen.push(fault);
  }
  return chosen;
}

async function matches({ match }: ActiveFault, { hop, scope, replica }: HandlerCall): Promise<boolean> {
  if (match === undefined) return true;
  const { traceId, pattern, attempt = 1 } = hop;
  try {
    return Boolean(
      await match.evaluate({ meta: { traceId, correlationId: traceId, pattern, attempt, replica }, ...scope }),
    );
  } catch {
    // An expression that fails on this message does not mean this message, and must not break it.
    return false;
  }
}

function handleUnder(
  chosen: readonly HandlerFault[],
  { body, call, parts }: { body: HandlerBody; call: HandlerCall; parts: FaultyParts },
): Observable<unknown> {
  for (const fault of chosen) {
    parts.ledger.addFault(call.hop, fault.id);
    parts.tracer.hop('injected', call.hop, { note: `The ${fault.kind} fault acted on the handler.` });
  }
  const handle = chosen.reduceRight(
    (inner, fault) => () => actOnHandler(fault, inner),
    () => body(call),
  );
  return handle();
}
