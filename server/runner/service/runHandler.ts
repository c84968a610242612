import { EmptyError, Observable } from 'rxjs';
import type { ArrivingHop } from '../trace/arrivingHop.ts';
import { describeThrown } from '../trace/describeThrown.ts';
import type { Tracer } from '../trace/tracer.ts';
import { CallError } from './callError.ts';
import type { HandlerTable } from './handlerBody.ts';
import type { RunningHandlers } from './runningHandlers.ts';

/** What all handlers of one replica have in common. */
export interface HandlerHost {
  service: string;
  replica: number;
  tracer: Tracer;
  running: RunningHandlers;
  /** The bodies as they are now. */
  bodies: () => HandlerTable;
}

export interface ArrivedMessage {
  handler: string;
  hop: ArrivingHop;
  /** `data`, or what an HTTP request consists of. */
  scope: Record<string, unknown>;
  /** Its caller may leave, which NestJS ends the handler of a request for, and nobody else tells of it. */
  mayBeLeft?: boolean;
}

/** What a controller's method returns: runs the body for one message, and tells what it throws. */
export function runHandler(host: HandlerHost, { handler, hop, scope, mayBeLeft }: ArrivedMessage): Observable<unknown> {
  const { service, replica, tracer, running } = host;
  return new Observable((subscriber) => {
    const body = host.bodies().get(handler);
    tracer.hop('started', hop);
    if (body === undefined) {
      subscriber.error(new Error(`The handler "${handler}" of ${service} is gone.`));
      return undefined;
    }
    const { traceId, correlationId, pattern, attempt = 1 } = hop;
    const meta = { traceId, correlationId, pattern, attempt, replica };
    const call = { hop, service, handler, replica, scope: { ...scope, id: hop.hopId, meta } };
    let isOver = false;
    const subscription = body(call).subscribe({
      next: (value) => subscriber.next(value),
      error: (error: unknown) => {
        isOver = true;
        tracer.hop('threw', hop, { error: describeThrown(error instanceof CallError ? error.raw : error) });
        subscriber.error(atTheEdge(error, hop));
      },
      complete: () => {
        isOver = true;
        subscriber.complete();
      },
    });
    const ended = running.begin(() => {
      // Whoever was killed says nothing any more.
      isOver = true;
      subscription.unsubscribe();
    });
    subscription.add(ended);
    if (mayBeLeft === true && !isOver) subscription.add(() => isOver || tracer.hop('cancelled', hop));
    return subscription;
  });
}

/** What Nest gets to see: over HTTP a failed call is marked as one, elsewhere the caller's own error is rethrown. */
function atTheEdge(error: unknown, { kind }: ArrivingHop): unknown {
  if (kind === 'http') return error instanceof EmptyError ? new CallError(error) : error;
  return error instanceof CallError ? error.raw : error;
}
