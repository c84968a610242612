import { ExpressAdapter } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { ArrivingHop } from './arrivingHop.ts';
import { hopContext } from './context.ts';
import { toJson } from './describeError.ts';
import { httpHops, shownHeaders, type HttpWatch } from './httpHops.ts';

/**
 * Nest's HTTP side, watched. A request's route is known only when Express has found the handler, so:
 *
 *   request hook ─▶ body parser ─▶ controller method: `handled` ─▶ reply
 *   new hop                        `received`                      `replied`; before it what nobody handled
 */
export class TracedExpressAdapter extends ExpressAdapter {
  readonly #watch: HttpWatch;

  constructor(watch: HttpWatch) {
    super();
    this.#watch = watch;
    this.setOnRequestHook((request: Request, _response: Response, done: () => void) => {
      const hop = new ArrivingHop('http', watch.place);
      httpHops.set(request, hop);
      if (watch.isAskedFor === true) hopContext.run(hop, done);
      else done();
    });
  }

  /** Every answer of Nest goes through here: of handlers, of exception filters, of routes that nobody handles. */
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    const hop = httpHops.get(response.req);
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
