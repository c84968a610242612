import { from, mergeMap, type Observable } from 'rxjs';
import type { HandlerFault } from '#shared/faults/fault.ts';
import { actsOnMessageKind } from '#shared/faults/handlerSense.ts';
import type { HandlerBody, HandlerCall } from '../service/handlerBody.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { ActiveFault, ActiveFaults } from './activeFaults.ts';
import { actOnHandler } from './handler/actOnHandler.ts';
import { matches } from './matches.ts';

export interface FaultyParts {
  active: ActiveFaults;
  tracer: Tracer;
  ledger: HopLedger;
}

/** The handler, with the faults that are on when a message comes. Without any it is the handler itself. */
export function withFaults(body: HandlerBody, parts: FaultyParts): HandlerBody {
  return (call) => {
    const faults = parts.active.onHandler(call).filter(({ fault }) => actsOnMessageKind(fault, call.hop.kind));
    if (faults.length === 0) return body(call);
    // Drawn for each message as it comes, so that the same traffic is hit the same way again.
    const drawn = faults.filter(({ fault, random }) => random() < fault.rate);
    return from(chooseFaults(drawn, { active: parts.active, call })).pipe(
      mergeMap((chosen) => handleUnder(chosen, { body, call, parts })),
    );
  };
}

/** Those that match this message. */
async function chooseFaults(
  faults: readonly ActiveFault<HandlerFault>[],
  { active, call }: { active: ActiveFaults; call: HandlerCall },
): Promise<ActiveFault<HandlerFault>[]> {
  const chosen: ActiveFault<HandlerFault>[] = [];
  for (const candidate of faults) {
    if ((await matches(candidate, call)) && active.hit(candidate.fault)) chosen.push(candidate);
  }
  return chosen;
}

function handleUnder(
  chosen: readonly ActiveFault<HandlerFault>[],
  { body, call, parts }: { body: HandlerBody; call: HandlerCall; parts: FaultyParts },
): Observable<unknown> {
  for (const { fault } of chosen) {
    parts.ledger.addFault(call.hop, fault.id);
    parts.tracer.hop('injected', call.hop, { note: `The ${fault.kind} fault acted on the handler.` });
  }
  const handle = chosen.reduceRight<HandlerBody>(
    (inner, active) => (asked) => {
      const { mending, value } = active;
      return actOnHandler(active.fault, {
        call: asked,
        handle: (other = asked) => inner(other),
        mending,
        value: (scope) => value?.evaluate({ ...scope, pattern: asked.hop.pattern }) ?? Promise.resolve(undefined),
      });
    },
    body,
  );
  return handle(call);
}
