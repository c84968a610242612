import type { Problem } from '../../problem.ts';
import { isKafkaTopic } from '../../transports/kafkaTopic.ts';
import { isMqttFilter, isMqttTopic } from '../../transports/mqttTopic.ts';
import { isNatsSubject } from '../../transports/natsSubject.ts';
import type { Flow, Handler, Service } from '../flow.ts';
import { own } from '../lookup.ts';
import { checkQueues } from './queues.ts';
import { patternRoute, patternText } from '../pattern.ts';
import { error, warning } from './finding.ts';

/** Listeners without their broker, handlers that nothing can reach or that hide each other, clashing names and ports. */
export function checkServices(flow: Flow): Problem[] {
  const names = new Map<string, string>();
  const found = Object.entries(flow.services).flatMap(([id, service]) => {
    const problems = [...checkListeners(flow, id, service), ...checkHandlers(id, service)];
    const first = names.get(service.name);
    if (first === undefined) names.set(service.name, id);
    else {
      const message = `Two services are called "${service.name}" (${first} and ${id}). Rename one to tell them apart.`;
      problems.push(warning('nameClash', message, `services.${id}.name`));
    }
    return problems;
  });
  return [...found, ...checkPorts(flow)];
}

function checkListeners(flow: Flow, id: string, service: Service): Problem[] {
  return Object.entries(service.listeners).flatMap(([listenerId, listener]) => {
    if (!('broker' in listener)) return [];
    const at = `services.${id}.listeners.${listenerId}.broker`;
    const broker = own(flow.brokers, listener.broker);
    if (broker === undefined) {
      const message = `"${service.name}" listens on broker "${listener.broker}", which does not exist. Add that broker or choose another.`;
      return [error('missingBroker', message, at)];
    }
    const speaks: string = broker.transport;
    if (speaks !== listener.transport) {
      const message = `"${service.name}" listens by ${listener.transport}, but broker "${broker.name}" speaks ${speaks}. Choose a ${listener.transport} broker.`;
      return [error('wireTransport', message, at)];
    }
    return listener.transport === 'rmq' ? checkQueues(flow, { id, listenerId, listener }) : [];
  });
}

function checkHandlers(id: string, service: Service): Problem[] {
  const transports = Object.values(service.listeners).map(({ transport }) => transport);
  const seen = new Map<string, string>();
  return Object.entries(service.handlers).flatMap(([handlerId, handler]) => {
    const found: Problem[] = [];
    const at = `services.${id}.handlers.${handlerId}.on`;
    const key = triggerKey(handler.on);
    const first = seen.get(key.text);
    if (first === undefined) seen.set(key.text, key.kind);
    else if (first !== 'event' || key.kind !== 'event') {
      const message = `"${service.name}" has more than one handler for ${key.text}; NestJS keeps only one of them. Change or remove one.`;
      found.push(error('duplicatePattern', message, at));
    }
    if (transports.includes('nats') && key.kind !== 'http' && !isNatsSubject(key.text)) {
      const message = `NATS cannot carry ${key.text}, which "${service.name}" answers. Leave out blanks, and put something between its dots.`;
      found.push(warning('unknownHandlerTrigger', message, at));
    }
    if (transports.includes('kafka') && key.kind !== 'http' && !isKafkaTopic(key.text)) {
      const message = `Kafka cannot carry ${key.text}, which "${service.name}" answers: use letters, digits, dots, hyphens and underscores.`;
      found.push(warning('unknownHandlerTrigger', message, at));
    }
    if (transports.includes('mqtt') && !isMqttAddress(key)) {
      const message = `MQTT cannot carry ${key.text}, which "${service.name}" answers. Only events may hold + and #, each alone between slashes, # at the end.`;
      found.push(warning('unknownHandlerTrigger', message, at));
    }
    const reachable = transports.some(
      (transport) =>
        // gRPC calls methods: it has no events.
        (transport === 'http') === (key.kind === 'http') && !(transport === 'grpc' && key.kind === 'event'),
    );
    if (!reachable) {
      const cure =
        key.kind === 'http'
          ? 'Add an http listener'
          : transports.includes('grpc')
            ? 'gRPC has no events: add a listener such as tcp, redis, nats, kafka, mqtt or rmq'
            : 'Add a listener such as tcp, redis, nats, kafka, mqtt or rmq';
      const message = `Nothing can reach ${key.text} of "${service.name}". ${cure}, or change what the handler answers.`;
      found.push(error('unknownHandlerTrigger', message, at));
    }
    return found;
  });
}

/** A request is answered under its own topic, so it can hold no wildcard. */
function isMqttAddress({ kind, text }: ReturnType<typeof triggerKey>): boolean {
  if (kind === 'http') return true;
  return kind === 'event' ? isMqttFilter(text) : isMqttTopic(text);
}

/** Nest keeps messages and events in one map, keyed by route; http routes live elsewhere. */
function triggerKey(on: Handler['on']): { kind: 'http' | 'message' | 'event'; text: string } {
  if ('http' in on) return { kind: 'http', text: on.http };
  if ('message' in on) return { kind: 'message', text: patternRoute(on.message) };
  return { kind: 'event', text: patternRoute(on.event) };
}

function checkPorts(flow: Flow): Problem[] {
  const taken = new Map<number, string>();
  const found: Problem[] = [];
  for (const [id, service] of Object.entries(flow.services)) {
    for (const [listenerId, listener] of Object.entries(service.listeners)) {
      if (!('port' in listener) || listener.port === undefined) continue;
      for (let port = listener.port; port < listener.port + service.replicas; port += 1) {
        const first = taken.get(port);
        taken.set(port, first ?? service.name);
        if (first === undefined) continue;
        const message = `Port ${port} is wanted by "${first}" and "${service.name}" (replicas take the ports that follow). Choose another, or leave it out.`;
        found.push(error('portClash', message, `services.${id}.listeners.${listenerId}.port`));
        break;
      }
    }
  }
  return found;
}

/** A trigger as a person reads it: `POST /orders`, `{ cmd: 'sum' }`, `order_created`. */
export function triggerText(on: Handler['on']): string {
  if ('http' in on) return on.http;
  return patternText('message' in on ? on.message : on.event);
}
