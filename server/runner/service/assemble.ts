import type { Handler } from '#shared/flow/flow.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { ServiceListener } from '../transports/serviceListener.ts';
import { startApp, type LiveApp } from './app.ts';
import { makeController } from './controller.ts';
import { drawnHandlers, usableHandlers } from './drawnHandlers.ts';
import type { ReplicaListener } from './replicaListener.ts';
import type { HandlerHost } from './runHandler.ts';

export interface AssemblyParts {
  /** The service's path in the Flow. */
  at: string;
  handlers: Readonly<Record<string, Handler>>;
  listeners: ReadonlyMap<string, ReplicaListener>;
  host: HandlerHost;
}

/** Puts handlers and listeners together and starts the application. Rejects when Nest refuses it. */
export async function assemble(parts: AssemblyParts): Promise<{ app: LiveApp; problems: Problem[] }> {
  const { at, host } = parts;
  const { handlers, problems } = usableHandlers(parts.handlers, `${at}.handlers`);
  const { live, http } = await makeListeners(parts);
  // Nobody could reach it; and Nest makes no application without a listener.
  if (live.length === 0) return { app: { close: () => Promise.resolve() }, problems };
  const watch = http === undefined ? undefined : { tracer: host.tracer, place: http.place };
  const controller = makeController({ host, handlers, http: watch });
  return { app: await startApp({ controller, listeners: live }), problems };
}

async function makeListeners({ handlers, listeners, host }: AssemblyParts) {
  const watch = { tracer: host.tracer, handlers: drawnHandlers(handlers) };
  const live: ServiceListener[] = [];
  let http: ReplicaListener | undefined;
  for (const listener of listeners.values()) {
    if (listener.drawn.transport === 'http') {
      if (http !== undefined) {
        listener.leaveOut(problem('portClash', secondHttpMessage));
        continue;
      }
      http = listener;
    }
    const made = await listener.make(watch);
    if (made !== undefined) live.push(made);
  }
  return { live, http };
}

const secondHttpMessage =
  'A Nest application has one HTTP server, and this service has one already. Remove this listener.';
