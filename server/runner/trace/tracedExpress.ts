import { ExpressAdapter } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import type { EventPlace } from '#shared/trace.ts';
import { ArrivingHop } from './arrivingHop.ts';
import { hopContext } from './context.ts';
import { toJson } from './describeError.ts';
import type { DrawnHandler } from './tracedServer.ts';
import type { Tracer } from './tracer.ts';

/**
 * Nest's HTTP side, watched. A request's route is known only when Express has found the handler, so:
 *
 *   request hook ─▶ body parser ─▶ controller method: `handled` ─▶ reply
 *   new hop                        `received`                      `replied`; before it what nobody handled
 */
export interface HttpWatch {
  tracer: Tracer;
  /** As in ServerWatch. */
  isAskedFor?: boolean | undefined;
  /** Service, replica and listener. */
  place: EventPlace;
}

const hops = new WeakMap<Request, ArrivingHop>();

export class TracedExpressAdapter extends ExpressAdapter {
  readonly #watch: HttpWatch;

  constructor(watch: HttpWatch) {
    super();
    this.#watch = watch;
    this.setOnRequestHook((request: Request, _response: Response, done: () => void) => {
      const hop = new ArrivingHop('http', watch.place);
      hops.set(request, hop);
      if (watch.isAskedFor === true) hopContext.run(hop, done);
      else done();
    });
  }

  /** Every answer of Nest goes through here: of handlers, of exception filters, of routes that nobody handles. */
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    const hop = hops.get(response.req);
    // Nest puts the status of the body parser's errors on the response itself.
    const status = statusCode ?? response.statusCode;
    if (hop !== undefined && !response.destroyed) {
      if (!hop.hasArrived) this.#unhandled(hop, { request: response.req, status });
      const content = body === undefined || body === null ? {} : { data: toJson(body) };
      this.#watch.tracer.hop('replied', hop, { status, last: true, ...content });
    }
    return super.reply(response, body, statusCode);
  }

  #unhandled(hop: ArrivingHop, { request, status }: { request: Request; status: number }): void {
    const { tracer } = this.#watch;
    hop.arrive({ headers: request.headers, pattern: `${request.method} ${request.path}` });
    tracer.hop('received', hop, { headers: shownHeaders(request) });
    if (status === 404) tracer.hop('unhandled', hop, { note: 'No handler here answers this route.' });
  }
}

/** Express has found the handler of this request; once told, it stays so. */
export function handled(request: Request, handler: DrawnHandler, { tracer, place }: HttpWatch): ArrivingHop {
  const hop = hops.get(request) ?? new ArrivingHop('http', place);
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

/** Headers that tell something about a message and no secret. */
const shown = new Set(['content-type', 'content-length', 'accept', 'user-agent', 'traceparent', 'idempotency-key']);

function shownHeaders({ headers }: Request): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => shown.has(name) || name.startsWith('x-'));
  return Object.fromEntries(entries.slice(0, 30).map(([name, value]) => [name, String(value).slice(0, 500)]));
}
