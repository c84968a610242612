import {
  ClientKafka,
  ClientProxyFactory,
  Transport,
  type ClientOptions,
  type ClientProxy,
} from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';
import { expect, test } from 'vitest';
import { GRPCHealthIndicator, HealthIndicatorService } from '@nestjs/terminus';
import type { Broker, Flow } from '#shared/flow/flow.ts';
import { healthPattern } from '#shared/health.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import { startKafka } from '../testing/kafkaForTests.ts';
import { mqttKinds, startMqtt } from '../testing/mqttForTests.ts';
import { natsKinds, startNats } from '../testing/natsForTests.ts';
import { startTestRedis, type TestRedis } from '../testing/redisForTests.ts';
import { startRmq } from '../testing/rmqForTests.ts';
import { startTestRuntime, testFlow, type TestRuntime } from '../testing/testRuntime.ts';

const ok = (brokers: Record<string, object>): object => ({ status: 'ok', info: brokers, error: {}, details: brokers });
const up = { status: 'up', responseTime: expect.any(Number) as number };

/** As a program of somebody else asks. */
async function ask(options: ClientOptions, service = 'orders'): Promise<unknown> {
  const client: ClientProxy = ClientProxyFactory.create(options);
  const pattern = healthPattern(service);
  if (client instanceof ClientKafka) client.subscribeToResponseOf(pattern);
  try {
    await client.connect();
    return await firstValueFrom(client.send<unknown>(pattern, {}).pipe(timeout(20_000)));
  } finally {
    await client.close();
  }
}

const builtIn = <T>(all: readonly T[]): T => {
  const [first] = all;
  if (first === undefined) throw new Error('There is no built-in broker.');
  return first;
};

interface Kind {
  transport: Broker['transport'];
  start: () => Promise<TestRedis>;
  listener: Parameters<typeof testFlow>[0]['services'][string];
  client: (address: BrokerAddress) => ClientOptions;
}

const kinds: Kind[] = [
  {
    transport: 'redis',
    start: startTestRedis,
    listener: { redis: 'redis' },
    client: ({ host, port }) => ({ transport: Transport.REDIS, options: { host, port } }),
  },
  {
    transport: 'nats',
    start: () => startNats(builtIn(natsKinds)),
    listener: { nats: {} },
    client: ({ host, port }) => ({ transport: Transport.NATS, options: { servers: `${host}:${port}` } }),
  },
  {
    transport: 'rmq',
    start: startRmq,
    listener: { rmq: { queue: 'orders' } },
    client: ({ host, port }) => ({
      transport: Transport.RMQ,
      options: { urls: [`amqp://${host}:${port}`], queue: 'orders', queueOptions: { durable: true } },
    }),
  },
  {
    transport: 'mqtt',
    start: () => startMqtt(builtIn(mqttKinds)),
    listener: { mqtt: {} },
    client: ({ host, port }) => ({ transport: Transport.MQTT, options: { url: `mqtt://${host}:${port}` } }),
  },
  {
    transport: 'kafka',
    start: startKafka,
    listener: { kafka: {} },
    client: ({ host, port }) => ({
      transport: Transport.KAFKA,
      options: { client: { brokers: [`${host}:${port}`] }, consumer: { groupId: 'asker' } },
    }),
  },
];

/** A service that hears by a broker, and beside it by HTTP. */
const flowOf = ({ transport, listener }: Kind): Flow =>
  testFlow({ services: { orders: { http: true, ...listener } }, brokers: { [transport]: { host: '', port: 0 } } });

function httpPort({ runtime }: TestRuntime, service = 'orders', listener = 'web'): number {
  return runtime.status().services[service]?.listeners[listener]?.ports[0] ?? 0;
}

async function get(port: number, path: string): Promise<[number, unknown]> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return [answer.status, await answer.json()];
}

/** Until it says so: a broker that has gone or come back is noticed soon, not at once. */
async function ready(port: number, status: number): Promise<unknown> {
  return expect
    .poll(() => get(port, '/health/ready'), { timeout: 30_000, interval: 100 })
    .toMatchObject([status, { status: status === 200 ? 'ok' : 'error' }])
    .then(async () => (await get(port, '/health/ready'))[1]);
}

test.each(kinds)(
  'over $transport a service answers for its health by a message, and follows its broker',
  async (kind) => {
    const { transport } = kind;
    await using broker = await kind.start();
    await using test = await startTestRuntime(flowOf(kind), { brokers: { [transport]: broker.address } });
    const port = httpPort(test);
    expect(await ready(port, 200)).toEqual(ok({ [transport]: up }));
    expect(await ask(kind.client(broker.address))).toEqual(ok({ [transport]: up }));
    await broker.kill();
    expect(await ready(port, 503)).toMatchObject({
      status: 'error',
      error: { [transport]: { status: 'down', message: expect.stringMatching(/broker/) as string } },
    });
    expect(await get(port, '/health/live')).toEqual([200, ok({ memory: { status: 'up' } })]);
    await broker.start();
    expect(await ready(port, 200)).toEqual(ok({ [transport]: up }));
  },
);

test('over TCP and gRPC a service answers for its health, and only for what it needs', async () => {
  const flow = testFlow({ services: { orders: { http: true, tcp: true, grpc: true } } });
  await using test = await startTestRuntime(flow);
  const tcp = { transport: Transport.TCP, options: { port: httpPort(test, 'orders', 'tcp') } } as const;
  expect(await ask(tcp)).toEqual(ok({}));
  const indicators = new GRPCHealthIndicator(new HealthIndicatorService());
  const url = `127.0.0.1:${httpPort(test, 'orders', 'grpc')}`;
  expect(await indicators.checkService('orders', 'orders', { url })).toMatchObject({
    orders: { status: 'up', servingStatus: 'SERVING' },
  });
  indicators.onApplicationShutdown();
  expect(await get(httpPort(test), '/health/ready')).toEqual([200, ok({})]);
  expect(await get(httpPort(test), '/health/live')).toEqual([200, ok({ memory: { status: 'up' } })]);
});

test('a handler that is drawn for the same message or route answers it, as in a project of one’s own', async () => {
  const flow = testFlow({
    services: {
      orders: {
        http: true,
        tcp: true,
        handlers: {
          asked: { on: { message: 'health.orders' }, steps: [{ do: 'reply', value: "'mine'" }] },
          ready: { on: { http: 'GET /health/ready' }, steps: [{ do: 'reply', value: "'mine, too'" }] },
        },
      },
    },
  });
  await using test = await startTestRuntime(flow);
  const tcp = { transport: Transport.TCP, options: { port: httpPort(test, 'orders', 'tcp') } } as const;
  expect(await ask(tcp)).toBe('mine');
  const answer = await fetch(`http://127.0.0.1:${httpPort(test)}/health/ready`);
  expect([answer.status, await answer.text()]).toEqual([200, 'mine, too']);
  expect((await get(httpPort(test), '/health/live'))[0]).toBe(200);
});

test('a catch-all over NATS takes the health messages as well', async () => {
  await using nats = await startNats(builtIn(natsKinds));
  const handlers = { all: { on: { message: '>' }, steps: [{ do: 'reply' as const, value: "'all'" }] } };
  const flow = testFlow({ services: { orders: { nats: {}, handlers } }, brokers: { nats: nats.address } });
  await using test = await startTestRuntime(flow, { brokers: { nats: nats.address } });
  expect(test.runtime.status().services['orders']?.state).toBe('up');
  expect(await ask({ transport: Transport.NATS, options: { servers: `127.0.0.1:${nats.port}` } })).toBe('all');
});

test('a service that only sends to a broker is not ready without it', async () => {
  await using redis = await startTestRedis();
  const flow = testFlow({
    services: { gateway: { http: true } },
    brokers: { redis: redis.address },
    wires: { events: { from: 'gateway', to: 'redis' } },
  });
  await using test = await startTestRuntime(flow, { brokers: { redis: redis.address } });
  const port = httpPort(test, 'gateway');
  expect(await get(port, '/health/ready')).toEqual([200, ok({ redis: up })]);
  await redis.kill();
  expect(await get(port, '/health/ready')).toMatchObject([503, { error: { redis: { status: 'down' } } }]);
  await redis.start();
  expect(await get(port, '/health/ready')).toEqual([200, ok({ redis: up })]);
});

test('a broker behind a black hole answers nothing in time', async () => {
  await using redis = await startTestRedis();
  const flow = testFlow({ services: { orders: { http: true, redis: 'redis' } }, brokers: { redis: redis.address } });
  await using test = await startTestRuntime(flow, { brokers: { redis: redis.address } });
  await ready(httpPort(test), 200);
  await test.setFaults({ id: 'hole', kind: 'timeout', target: { broker: 'redis' } });
  expect(await get(httpPort(test), '/health/ready')).toMatchObject([503, { error: { redis: { status: 'down' } } }]);
  await test.setFaults();
  await ready(httpPort(test), 200);
});

test('nothing of it is told unless somebody asks, then it is a message like any other', async () => {
  const flow = testFlow({ services: { orders: { http: true, tcp: true } } });
  await using test = await startTestRuntime(flow);
  expect(test.events.filter(({ hopId }) => hopId !== undefined)).toEqual([]);
  await ask({ transport: Transport.TCP, options: { port: httpPort(test, 'orders', 'tcp') } });
  await test.until(({ type, pattern }) => type === 'received' && pattern === 'health.orders');
  await test.until(({ type, data }) => type === 'replied' && data !== undefined);
});
