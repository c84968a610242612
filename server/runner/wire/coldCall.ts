import { defer, EMPTY, type Observable } from 'rxjs';
import type { HopContext } from '../trace/context.ts';
import { toJson } from '../trace/describeError.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';

export interface ColdCallParts {
  hop: HopContext;
  data: unknown;
  ledger: HopLedger;
  tracer: Tracer;
}

/**
 * `client.send(pattern, data)` and nothing behind it. The Observable that ClientProxy gives does nothing before somebody
 * subscribes to it (`defer` in client-proxy.js of @nestjs/microservices), and nobody does: it was called, and that is all.
 */
export function coldCall({ hop, data, ledger, tracer }: ColdCallParts): Observable<never> {
  return defer(() => {
    tracer.hop('called', hop, { data: toJson(data) });
    tracer.hop('cancelled', hop, { note: unsubscribed });
    ledger.ended(hop, 'cancelled');
    return EMPTY;
  });
}

const unsubscribed = 'Nobody subscribed to what send() gave, so nothing was sent.';
