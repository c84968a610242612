import { defaultQueue, type RmqQueue } from '../transports/rmqOptions.ts';
import type { Listener } from '../transports/transport.ts';
import type { Flow, Wire } from './flow.ts';
import { own } from './lookup.ts';

export type RmqListener = Extract<Listener, { transport: 'rmq' }>;

/**
 * Where a wire to a RabbitMQ puts its messages: into one queue, or to the topic exchange, which knows by their patterns.
 * `persistent`: in a durable queue they outlive the broker.
 */
export type RmqRoute = (({ readonly to: 'queue' } & RmqQueue) | { readonly to: 'topic' }) & {
  readonly persistent?: true;
};

/** The queue of a listener, with what it leaves out. */
export const queueOf = ({ queue = defaultQueue, durable = true, deadLetterQueue }: RmqListener): RmqQueue => ({
  queue,
  durable,
  ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
});

/** Those of one service. */
export const rmqListenersOf = (flow: Flow, service: string): RmqListener[] =>
  Object.values(own(flow.services, service)?.listeners ?? {}).filter((listener) => listener.transport === 'rmq');

export const rmqListenersOn = (flow: Flow, broker: string): RmqListener[] =>
  Object.keys(flow.services)
    .flatMap((service) => rmqListenersOf(flow, service))
    .filter((listener) => listener.broker === broker);

/** Every queue that the listeners on this broker make, each once: theirs, and those for what they give up. */
export function rmqQueuesOn(flow: Flow, broker: string): RmqQueue[] {
  const own = rmqListenersOn(flow, broker).map(queueOf);
  return [...new Map(own.map((one) => [one.queue, one])).values()];
}

/** The queue that the wire names; else the topic exchange when somebody listens there, else the only queue there is. */
export function rmqRoute(flow: Flow, { to, queue, persistent }: Pick<Wire, 'to' | 'queue' | 'persistent'>): RmqRoute {
  const kept = persistent === true ? { persistent } : {};
  const queues = rmqQueuesOn(flow, to);
  if (queue === undefined && rmqListenersOn(flow, to).some(({ exchange }) => exchange === 'topic'))
    return { to: 'topic', ...kept };
  const [only] = queues.length === 1 ? queues : [];
  const name = queue ?? only?.queue ?? defaultQueue;
  const known = queues.find((one) => one.queue === name);
  return { to: 'queue', ...(known ?? { queue: name, durable: true }), ...kept };
}
