import type { Flow } from '../flow/flow.ts';
import { exceptions } from './exceptions.ts';
import { everyTransport } from './everyTransport.ts';
import { failingService } from './failingService.ts';
import { fanOut } from './fanOut.ts';
import { idempotentConsumer } from './idempotentConsumer.ts';
import { loadBalancing } from './loadBalancing.ts';
import { orderSaga } from './orderSaga.ts';
import { outbox } from './outbox.ts';
import { pingPong } from './pingPong.ts';
import { sagaThatUndoes } from './sagaThatUndoes.ts';
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
  example(
    'load-balancing',
    loadBalancing,
    'Three replicas that take turns, and one that dies: its calls fail until its heartbeat times out.',
  ),
  example('failing-service', failingService, 'Too slow, a plain Error, an RpcException: what the caller gets of each.'),
  example(
    'exceptions',
    exceptions,
    'Every sort of exception through a filter and a pipe that a hybrid service inherits, or does not.',
  ),
  example(
    'every-transport',
    everyTransport,
    'One request through every transport that NestJS has, and one trace of it all.',
  ),
  example(
    'idempotent-consumer',
    idempotentConsumer,
    'Messages that come twice and are handled once: by a key on the wire, by the books of the service.',
  ),
  example(
    'outbox',
    outbox,
    'An event that must not get lost: kept with the order, repeated, and a dead letter in the end.',
  ),
  example(
    'saga-that-undoes',
    sagaThatUndoes,
    'A saga that keeps its books right while payments fail, dawdle or say nothing.',
  ),
];

export const defaultExample = 'order-saga';

export function findExample(id: string): Example | undefined {
  return examples.find((candidate) => candidate.id === id);
}
