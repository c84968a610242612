import type { Flow, Wire } from './flow.ts';
import { own } from './lookup.ts';
import { rmqQueuesOn, rmqRoute } from './rmqRoute.ts';

/**
 * A wire to a RabbitMQ that names no queue goes where the listeners there say. Those that came since change that: it names the
 * queue now that it went into before, as long as somebody takes messages out of it.
 */
export function keepQueue(wire: Wire, before: Flow, after: Flow): Wire {
  if (wire.queue !== undefined || own(after.brokers, wire.to)?.transport !== 'rmq') return wire;
  const route = rmqRoute(before, wire);
  const now = rmqRoute(after, wire);
  if (route.to === 'topic' || (now.to === 'queue' && now.queue === route.queue)) return wire;
  const isHeard = rmqQueuesOn(after, wire.to).some(({ queue }) => queue === route.queue);
  return isHeard ? { ...wire, queue: route.queue } : wire;
}

/** The flow after a change of its listeners, with every wire to a RabbitMQ leading into the queue that it led into. */
export function keepQueues(before: Flow, after: Flow): Flow {
  const wires = Object.entries(after.wires).map(([id, wire]) => [id, keepQueue(wire, before, after)] as const);
  return { ...after, wires: Object.fromEntries(wires) };
}
