import { emptyFlow, type Flow, type Handler, type Service } from '#shared/flow/flow.ts';
import type { Step } from '#shared/steps/step.ts';

/** Small flows for the acceptance tests, in few words. */

const position = { x: 0, y: 0 };

export function tcpService(name: string, handlers: Record<string, Handler>): Service {
  return { name, position, replicas: 1, listeners: { tcp: { transport: 'tcp' } }, handlers };
}

export function redisService(name: string, replicas: number, handlers: Record<string, Handler>): Service {
  return { name, position, replicas, listeners: { events: { transport: 'redis', broker: 'redis' } }, handlers };
}

export function gateway(handlers: Record<string, Handler>): Service {
  return { name: 'gateway', position, replicas: 1, listeners: { web: { transport: 'http' } }, handlers };
}

export const message = (cmd: string, steps: Step[]): Handler => ({ on: { message: { cmd } }, steps });
export const event = (name: string, steps: Step[]): Handler => ({ on: { event: name }, steps });
export const route = (http: string, steps: Step[]): Handler => ({ on: { http }, steps });
export const reply = (value: string): Step => ({ do: 'reply', value });

/** A caller with one wire `w` to the callee, for tests that send by hand. */
export function callerAnd(callee: Service, timeoutMs?: number): Flow {
  const policies = timeoutMs === undefined ? {} : { policies: { timeout: { ms: timeoutMs } } };
  return {
    ...emptyFlow('Two services'),
    services: { caller: tcpService('caller', {}), callee },
    wires: { w: { name: 'CALLEE', from: 'caller', to: 'callee', ...policies } },
  };
}

/** A caller with one wire `w` to a Redis broker that `subscribers` listen on. */
export function callerOverRedis(subscribers: Record<string, Service>, timeoutMs = 5000): Flow {
  return {
    ...emptyFlow('Over Redis'),
    services: { caller: tcpService('caller', {}), ...subscribers },
    brokers: { redis: { name: 'redis', transport: 'redis', position } },
    wires: { w: { name: 'EVENTS', from: 'caller', to: 'redis', policies: { timeout: { ms: timeoutMs } } } },
  };
}
