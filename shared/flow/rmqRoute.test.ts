import { describe, expect, it } from 'vitest';
import { rmqCode } from '../code/transports/rmq.ts';
import { checkFlow } from './checkFlow.ts';
import { emptyFlow, type Flow } from './flow.ts';
import { rmqRoute, type RmqListener } from './rmqRoute.ts';

const position = { x: 0, y: 0 };
const address = { hostEnv: 'RMQ_HOST', host: '127.0.0.1', portEnv: 'RMQ_PORT', port: 5672 };

const flow = (listeners: Partial<RmqListener>[], queue?: string): Flow => ({
  ...emptyFlow('Queues'),
  services: {
    gateway: { name: 'gateway', position, replicas: 1, listeners: {}, handlers: {} },
    ...Object.fromEntries(
      listeners.map((listener, index) => [
        `s${index}`,
        {
          name: `s${index}`,
          position,
          replicas: 1,
          listeners: { rmq: { transport: 'rmq' as const, broker: 'rmq', ...listener } },
          handlers: {},
        },
      ]),
    ),
  },
  brokers: { rmq: { name: 'rmq', transport: 'rmq', position } },
  wires: { w: { name: 'W', from: 'gateway', to: 'rmq', ...(queue === undefined ? {} : { queue }) } },
});

const messages = (drawn: Flow): string[] =>
  checkFlow(drawn).flatMap(({ message, at }) => (at?.includes('ueue') ? [message] : []));

describe('a wire to a RabbitMQ', () => {
  it.each([
    ['no listener', [], undefined, { to: 'queue', queue: 'default', durable: true }],
    ['one queue', [{ queue: 'a', durable: false }], undefined, { to: 'queue', queue: 'a', durable: false }],
    ['the queue it names', [{ queue: 'a' }, { queue: 'b' }], 'b', { to: 'queue', queue: 'b', durable: true }],
    ['topics', [{ queue: 'a' }, { queue: 'b', exchange: 'topic' as const }], undefined, { to: 'topic' }],
    [
      'a queue with dead letters',
      [{ queue: 'a', deadLetterQueue: 'dead' }],
      'a',
      { to: 'queue', queue: 'a', durable: true, deadLetterQueue: 'dead' },
    ],
  ])('with %s leads there, declared as its listener declares it', (...[, listeners, queue, route]) => {
    const drawn = flow(listeners, queue);
    expect(rmqRoute(drawn, drawn.wires['w'] ?? { to: '' })).toEqual(route);
  });

  it('may ask for messages that outlive the broker, which no other broker can be asked for', () => {
    const drawn = flow([{ queue: 'a' }]);
    const kept = { name: 'W', from: 'gateway', to: 'rmq', persistent: true };
    expect(rmqRoute(drawn, kept)).toEqual({ to: 'queue', queue: 'a', durable: true, persistent: true });
    expect(rmqCode.client?.(address, undefined, { broker: {}, route: rmqRoute(drawn, kept) })).toContain(
      'persistent: true,',
    );
    const broker = { name: 'redis', transport: 'redis' as const, position };
    const elsewhere = {
      ...drawn,
      brokers: { ...drawn.brokers, redis: broker },
      wires: { w: { ...kept, to: 'redis' } },
    };
    expect(checkFlow(elsewhere).filter(({ at }) => at === 'wires.w.persistent')).toEqual([
      {
        code: 'wireTransport',
        severity: 'warning',
        message:
          'Wire "W" asks for persistent messages, but leads to no RabbitMQ. Switch that off, or lead the wire elsewhere.',
        at: 'wires.w.persistent',
      },
    ]);
  });

  it('is warned about a queue that nobody takes from, and about one that is not said', () => {
    expect(messages(flow([{ queue: 'a' }], 'b'))).toEqual([
      'Nobody takes messages out of the queue "b" that wire "W" puts them into. Name one of: a.',
    ]);
    expect(messages(flow([{ queue: 'a' }, { queue: 'b' }]))).toEqual([
      'Nobody takes messages out of the queue "default" that wire "W" puts them into. Name one of: a, b.',
    ]);
    expect(messages(flow([{ queue: 'a' }, { queue: 'b' }], 'a'))).toEqual([]);
  });

  it('refuses one queue declared in two ways, and warns of dead letters that nobody keeps', () => {
    expect(messages(flow([{ queue: 'a' }, { queue: 'a', durable: false }]))).toHaveLength(2);
    expect(messages(flow([{ queue: 'a', deadLetterQueue: 'dead' }]))).toEqual([
      'Nobody listens to the queue "dead", so what "a" gives up is lost. Add a listener with that queue.',
    ]);
    expect(messages(flow([{ queue: 'a', deadLetterQueue: 'dead' }, { queue: 'dead' }], 'a'))).toEqual([]);
  });
});
