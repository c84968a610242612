import type { Flow, Wire } from './flow.ts';
import { own } from './lookup.ts';
import { queueOf, rmqListenersOf } from './rmqRoute.ts';

/** Where a wire is led: to a service or an external, or to a broker, there perhaps for one service that listens on it. */
export interface Door {
  to: string;
  callee?: string | undefined;
}

/**
 * The wire, led there. What only a RabbitMQ understands does not come along: no queue of the door before, and `persistent` to
 * another RabbitMQ only.
 */
export function ledTo(flow: Flow, wire: Wire, { to, callee }: Door): Wire {
  const { queue: left, persistent, ...kept } = wire;
  const queue = to === wire.to && callee === undefined ? left : queueInto(flow, { to, callee });
  const isKept = persistent === true && own(flow.brokers, to)?.transport === 'rmq';
  return { ...kept, to, ...(queue === undefined ? {} : { queue }), ...(isKept ? { persistent } : {}) };
}

/**
 * The queue that a wire to a RabbitMQ has to name, so that its messages reach this service; undefined when topics find it, and
 * where it takes nothing out of a queue.
 */
export function queueInto(flow: Flow, { to, callee }: Door): string | undefined {
  if (callee === undefined) return undefined;
  const listeners = rmqListenersOf(flow, callee).filter(({ broker }) => broker === to);
  const [listener] = listeners;
  if (listener === undefined || listeners.some(({ exchange }) => exchange === 'topic')) return undefined;
  return queueOf(listener).queue;
}
