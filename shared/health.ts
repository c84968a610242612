import type { Service } from './flow/flow.ts';
import { patternRoute } from './flow/pattern.ts';
import { matchesMqttFilter } from './transports/mqttTopic.ts';
import { matchesTopic } from './transports/rmqTopic.ts';
import type { Listener } from './transports/transport.ts';

/** How every service is asked for its health, on the canvas and in the exported project alike. */

/** Of an HTTP listener: whether it must be started anew, and whether it can take messages. */
export const healthPaths = { live: '/health/live', ready: '/health/ready' } as const;

/** `health.orders`: of each service its own, since all hear it on a broker; by its id, which any transport can carry. */
export const healthPattern = (service: string): string => `health.${service}`;

/** Whether a handler that is drawn takes these messages. Then it answers them, as it would in a project of one's own. */
export function takesHealthMessages(
  id: string,
  { handlers, listeners }: Pick<Service, 'handlers' | 'listeners'>,
): boolean {
  const pattern = healthPattern(id);
  const ways = Object.values(listeners);
  return Object.values(handlers).some(({ on }) => {
    if ('http' in on) return false;
    const route = patternRoute('message' in on ? on.message : on.event);
    return route === pattern || ways.some((listener) => hearsByWildcard(listener, route, pattern));
  });
}

function hearsByWildcard(listener: Listener, route: string, pattern: string): boolean {
  switch (listener.transport) {
    case 'nats':
      return matchesTopic(route.replace(/>$/, '#'), pattern);
    case 'rmq':
      return listener.exchange === 'topic' && matchesTopic(route, pattern);
    case 'mqtt':
      return matchesMqttFilter(route.split('/'), pattern.split('/'));
    case 'http':
    case 'tcp':
    case 'grpc':
    case 'redis':
    case 'kafka':
      return false;
  }
}
