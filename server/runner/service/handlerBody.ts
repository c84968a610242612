import type { Observable } from 'rxjs';
import type { HopContext } from '../trace/context.ts';

/** One message as a handler gets it. `scope` holds what expressions may name: `data`, or `body params query headers` for http, `id` and `meta`. */
export interface HandlerCall {
  hop: HopContext;
  service: string;
  handler: string;
  replica: number;
  scope: Record<string, unknown>;
}

/** What a handler does with one message. Nothing happens before it is subscribed to; unsubscribing stops it. */
export type HandlerBody = (call: HandlerCall) => Observable<unknown>;

/** Looked up for every message, so that an edited handler takes effect on open connections. Keys are handler ids. */
export type HandlerTable = ReadonlyMap<string, HandlerBody>;
