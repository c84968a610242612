import type { Flow } from '../flow/flow.ts';
import { failingService } from './failingService.ts';
import { fanOut } from './fanOut.ts';
import { orderSaga } from './orderSaga.ts';
import { pingPong } from './pingPong.ts';
import { usersGateway } from './usersGateway.ts';

export interface Example {
  id: string;
  name: string;
  description: string;
  flow: Flow;
}

const example = (id: string, flow: Flow, description: string): Example => ({ id, name: flow.name, description, flow });

/** The example menu, from simple to rich. */
export const examples: readonly Example[] = [
  example('ping-pong', pingPong, 'One request over TCP and its reply.'),
  example('users-gateway', usersGateway, 'An HTTP gateway, a TCP service, and a 404 that crosses the wire.'),
  example('order-saga', orderSaga, 'A saga over five services that undoes what it did when the card is declined.'),
  example('fan-out', fanOut, 'One event that Redis gives to every replica of every subscriber.'),
  example('failing-service', failingService, 'Too slow, a plain Error, an RpcException: what the caller gets of each.'),
];

export const defaultExample = 'order-saga';

export function findExample(id: string): Example | undefined {
  return examples.find((candidate) => candidate.id === id);
}
