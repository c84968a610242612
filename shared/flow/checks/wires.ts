import type { Problem } from '../../problem.ts';
import type { Flow, Wire } from '../flow.ts';
import { directListener, own, wireEnd } from '../lookup.ts';
import { rmqQueuesOn, rmqRoute } from '../rmqRoute.ts';
import { error, warning } from './finding.ts';

/** Wires that lead from nowhere, to nowhere, or to something that does not speak their language; and clashing tokens. */
export function checkWires(flow: Flow): Problem[] {
  const tokens = new Map<string, string>();
  return Object.entries(flow.wires).flatMap(([id, wire]) => {
    const found = [...checkEnds(flow, id, wire), ...checkQueue(flow, id, wire)];
    const token = `${wire.from} ${wire.name}`;
    const first = tokens.get(token);
    if (first === undefined) tokens.set(token, id);
    else {
      const message = `Two wires of one service are called "${wire.name}" (${first} and ${id}); the name is the injection token. Rename one.`;
      found.push(warning('nameClash', message, `wires.${id}.name`));
    }
    return found;
  });
}

function checkEnds(flow: Flow, id: string, wire: Wire): Problem[] {
  const found: Problem[] = [];
  if (own(flow.services, wire.from) === undefined) {
    const message = `Wire "${wire.name}" starts at "${wire.from}", which is not a service. Start it at a service or remove it.`;
    found.push(error('danglingWire', message, `wires.${id}.from`));
  }
  const end = wireEnd(flow, wire.to);
  if (end === undefined) {
    const message = `Wire "${wire.name}" leads to "${wire.to}", which does not exist. Lead it to a service, broker or external, or remove it.`;
    found.push(error('danglingWire', message, `wires.${id}.to`));
  } else if (end.kind === 'service' && directListener(end.service) === undefined) {
    const brokers = Object.values(end.service.listeners).flatMap((listener) =>
      'broker' in listener ? [listener.broker] : [],
    );
    const cure =
      brokers.length > 0 ? `Lead the wire to its broker (${brokers.join(', ')})` : 'Give it a tcp or grpc listener';
    const message = `Wire "${wire.name}" leads to "${end.service.name}", which has no tcp or grpc listener. ${cure}, or add one.`;
    found.push(error('wireTransport', message, `wires.${id}.to`));
  }
  return found;
}

/** A RabbitMQ keeps what nobody takes out of a queue, so a wrong name is a silence for ever. */
function checkQueue(flow: Flow, id: string, wire: Wire): Problem[] {
  const end = wireEnd(flow, wire.to);
  const at = `wires.${id}.queue`;
  if (end?.kind !== 'broker' || end.broker.transport !== 'rmq') {
    if (end === undefined) return [];
    const [queue, persistent] = [
      `Wire "${wire.name}" names a queue, but leads to no RabbitMQ. Take the queue away, or lead the wire elsewhere.`,
      `Wire "${wire.name}" asks for persistent messages, but leads to no RabbitMQ. Switch that off, or lead the wire elsewhere.`,
    ];
    return [
      ...(wire.queue === undefined ? [] : [warning('wireTransport', queue, at)]),
      ...(wire.persistent === true ? [warning('wireTransport', persistent, `wires.${id}.persistent`)] : []),
    ];
  }
  const route = rmqRoute(flow, wire);
  const names = rmqQueuesOn(flow, wire.to).map(({ queue }) => queue);
  if (route.to === 'topic' || names.length === 0 || names.includes(route.queue)) return [];
  const message = `Nobody takes messages out of the queue "${route.queue}" that wire "${wire.name}" puts them into. Name one of: ${names.join(', ')}.`;
  return [warning('wireTransport', message, at)];
}
