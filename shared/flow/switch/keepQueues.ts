import type { Flow, Wire } from '../flow.ts';
import { own } from '../lookup.ts';
import { rmqQueuesOn, rmqRoute } from '../rmqRoute.ts';

/**
 * A wire to a RabbitMQ that names no queue goes where the listeners there say. Those that came since change that: it names the
 * queue now that it went into before.
 */
export function keepQueues(before: Flow, after: Flow): Flow {
  const wires = Object.entries(after.wires).map(([id, wire]): [string, Wire] => {
    if (wire.queue !== undefined || own(after.brokers, wire.to)?.transport !== 'rmq') return [id, wire];
    const route = rmqRoute(before, wire);
    const now = rmqRoute(after, wire);
    if (route.to === 'topic' || (now.to === 'queue' && now.queue === route.queue)) return [id, wire];
    const isHeard = rmqQueuesOn(after, wire.to).some(({ queue }) => queue === route.queue);
    return [id, isHeard ? { ...wire, queue: route.queue } : wire];
  });
  return { ...after, wires: Object.fromEntries(wires) };
}
