/** What the menu of examples says. The flows are in `index.ts`, and are not part of what the page loads: the server opens them. */
export interface ExampleEntry {
  id: string;
  name: string;
  description: string;
}

const entry = (id: string, name: string, description: string): ExampleEntry => ({ id, name, description });

/** From simple to rich. */
export const exampleMenu: readonly ExampleEntry[] = [
  entry('ping-pong', 'Ping-pong', 'One request over TCP and its reply.'),
  entry('math', 'Math over TCP', 'Numbers go in over HTTP, and a TCP service adds them up.'),
  entry(
    'colors-and-cats',
    'Colors and cats',
    'The smallest system over Redis: one service is asked for a color, another hears of a cat.',
  ),
  entry('users-gateway', 'Users and the gateway', 'An HTTP gateway, a TCP service, and a 404 that crosses the wire.'),
  entry('order-saga', 'Order saga', 'A saga over five services that undoes what it did when the card is declined.'),
  entry('fan-out', 'Fan-out over Redis', 'One event that Redis gives to every replica of every subscriber.'),
  entry(
    'load-balancing',
    'Three replicas behind a registry',
    'Three replicas that take turns, and one that dies: its calls fail until its heartbeat times out.',
  ),
  entry(
    'failing-service',
    'Failing service with timeout',
    'Too slow, a plain Error, an RpcException: what the caller gets of each.',
  ),
  entry(
    'exceptions',
    'Exceptions on their way',
    'Every sort of exception through a filter and a pipe that a hybrid service inherits, or does not.',
  ),
  entry(
    'every-transport',
    'Through every transport',
    'One request through every transport that NestJS has, and one trace of it all.',
  ),
  entry(
    'idempotent-consumer',
    'Idempotent consumer',
    'Messages that come twice and are handled once: by a key on the wire, by the books of the service.',
  ),
  entry(
    'outbox',
    'Outbox and dead letters',
    'An event that must not get lost: kept with the order, repeated, and a dead letter in the end.',
  ),
  entry(
    'saga-that-undoes',
    'Saga that undoes',
    'A saga that keeps its books right while payments fail, dawdle or say nothing.',
  ),
];
