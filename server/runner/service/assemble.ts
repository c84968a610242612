import type { Type } from '@nestjs/common';
import type { Handler, Service } from '#shared/flow/flow.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { healthPattern, takesHealthMessages } from '#shared/health.ts';
import { healthMessages, healthRoutes } from '../health/healthControllers.ts';
import type { ServiceHealth } from '../health/serviceHealth.ts';
import type { ServiceListener } from '../transports/serviceListener.ts';
import { startApp, type LiveApp } from './app.ts';
import { makeController } from './controller.ts';
import { makeDtos } from './dto.ts';
import { drawnHandlers, usableHandlers } from './drawnHandlers.ts';
import type { ReplicaListener } from './replicaListener.ts';
import type { HandlerHost } from './runHandler.ts';

export interface AssemblyParts {
  /** The service's path in the Flow. */
  at: string;
  service: Service;
  listeners: ReadonlyMap<string, ReplicaListener>;
  host: HandlerHost;
  health: ServiceHealth;
}

/** Puts handlers and listeners together and starts the application. Rejects when Nest refuses it. */
export async function assemble(parts: AssemblyParts): Promise<{ app: LiveApp; problems: Problem[] }> {
  const { at, host, service } = parts;
  const { handlers, problems } = await usableHandlers(service.handlers, `${at}.handlers`);
  const { live, http } = await makeListeners(parts);
  // Nobody could reach it; and Nest makes no application without a listener.
  if (live.length === 0) return { app: { close: () => Promise.resolve() }, problems };
  const watch = http === undefined ? undefined : { tracer: host.tracer, place: http.place };
  const { dtos, forget } = await dtosOf(service, handlers);
  const grpc = [...parts.listeners.values()].find(({ drawn }) => drawn.transport === 'grpc')?.contract;
  const controller = makeController({ host, handlers, http: watch, grpc, dtos });
  const controllers = [controller, ...healthControllers(parts, http !== undefined)];
  const app = await startApp({ controllers, listeners: live, service, tracer: host.tracer });
  return { app: { close: () => app.close().finally(forget) }, problems };
}

async function dtosOf({ validation }: Service, handlers: Readonly<Record<string, Handler>>) {
  const isAsked = validation === true && Object.values(handlers).some(({ expects }) => expects !== undefined);
  return isAsked ? makeDtos(handlers) : { dtos: new Map<string, Type>(), forget: () => undefined };
}

/** After the drawn ones: of two routes that a request fits, Express takes the first. */
function healthControllers({ service, host, health }: AssemblyParts, hasHttp: boolean): Type[] {
  const { service: id } = host;
  const isAsked = hearsPatterns(service) && !takesHealthMessages(id, service);
  return [...(hasHttp ? [healthRoutes(health)] : []), ...(isAsked ? [healthMessages(health, healthPattern(id))] : [])];
}

/** gRPC knows methods, and has one of its own for health. */
const hearsPatterns = ({ listeners }: Service): boolean =>
  Object.values(listeners).some(({ transport }) => transport !== 'http' && transport !== 'grpc');

async function makeListeners({ service, listeners, host, health }: AssemblyParts) {
  const watch = {
    tracer: host.tracer,
    handlers: drawnHandlers(service.handlers),
    isAskedFor: service.validation === true,
  };
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
    const made = await listener.make(watch, health);
    if (made !== undefined) live.push(made);
  }
  return { live, http };
}

const secondHttpMessage =
  'A Nest application has one HTTP server, and this service has one already. Remove this listener.';
