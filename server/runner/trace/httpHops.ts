import type { Request } from 'express';
import type { EventPlace } from '#shared/trace.ts';
import { ArrivingHop } from './arrivingHop.ts';
import { toJson } from './describeError.ts';
import type { DrawnHandler } from './addresses.ts';
import type { Tracer } from './tracer.ts';

/** What the adapter and the handlers know of a request, apart from Express, which a service without http never loads. */

export interface HttpWatch {
  tracer: Tracer;
  /** As in ServerWatch. */
  isAskedFor?: boolean | undefined;
  /** Service, replica and listener. */
  place: EventPlace;
}

export const httpHops = new WeakMap<Request, ArrivingHop>();

/** Express has found the handler of this request; once told, it stays so. */
export function handled(request: Request, handler: DrawnHandler, { tracer, place }: HttpWatch): ArrivingHop {
  const hop = httpHops.get(request) ?? new ArrivingHop('http', place);
  if (hop.hasArrived) return hop;
  const correlationId = request.headers['x-correlation-id'];
  hop.place = { ...place, handler: handler.id };
  hop.arrive({
    headers: request.headers,
    pattern: handler.pattern,
    correlationId: typeof correlationId === 'string' ? correlationId : undefined,
  });
  const body: unknown = request.body;
  tracer.hop('received', hop, {
    headers: shownHeaders(request),
    ...(body === undefined ? {} : { data: toJson(body) }),
  });
  return hop;
}

/** Nobody of ours says how this request ends for whoever sent it: it came from a stranger, or through the server's own door. */
export const isFromOutside = ({ headers }: Request): boolean => !ofADriver.test(String(headers['tracestate'] ?? ''));

const ofADriver = /^patchbay=[0-9a-f]+$/;

/** Headers that tell something about a message and no secret. */
const shown = new Set(['content-type', 'content-length', 'accept', 'user-agent', 'traceparent', 'idempotency-key']);

export function shownHeaders({ headers }: Request): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => shown.has(name) || name.startsWith('x-'));
  return Object.fromEntries(entries.slice(0, 30).map(([name, value]) => [name, String(value).slice(0, 500)]));
}
