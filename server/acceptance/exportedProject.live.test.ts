import { ClientRedis } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateProject } from '#shared/code/generateProject.ts';
import { planProject } from '#shared/code/plan.ts';
import { switchTransport } from '#shared/flow/switch/switchTransport.ts';
import { emptyFlow, type Flow, type Service } from '#shared/flow/flow.ts';
import { freePort } from '../brokers/freePort.ts';
import { ExportedProject } from '../testing/exportedProject.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';
import { answersOnCanvas, exampleFlow } from './canvasAnswers.ts';
import { everything } from './everything.ts';
import { grpcFlow } from './grpcFlow.ts';

/**
 * The exported project next to the canvas: what drivers get from real services on the canvas is what the project's own e2e
 * tests expect of the services that it starts.
 */

let server: TestServer;
/** A session that has a broker and nothing else: the exported services use it, and hear nothing of the others. */
let broker: TestSession;
let brokerPort: string;
let mqttPort: string;
beforeAll(async () => {
  server = await startTestServer();
  const position = { x: 0, y: 0 };
  const redis = { name: 'redis', transport: 'redis' as const, position };
  const mqtt = { name: 'mqtt', transport: 'mqtt' as const, position };
  broker = await server.openSession({ flow: { ...emptyFlow('Broker'), brokers: { redis, mqtt } } });
  const { brokers } = await broker.read();
  brokerPort = String(brokers['redis']?.port);
  mqttPort = String(brokers['mqtt']?.port);
});
afterAll(() => server.close());

/** More requests than the example's own drivers send. */
function withRequests(flow: Flow, to: string, requests: Record<string, { request: string; data?: string }>): Flow {
  const more = Object.entries(requests).map(([id, { request, data }]) => {
    const driver = { name: id, position: { x: 0, y: 0 }, to, request, perSecond: 0 };
    return [id, data === undefined ? driver : { ...driver, data }] as const;
  });
  return { ...flow, drivers: { ...flow.drivers, ...Object.fromEntries(more) } };
}

function changed(flow: Flow, change: (orders: Service) => Service): Flow {
  const { orders } = flow.services;
  if (orders === undefined) throw new Error('There is no service "orders".');
  return { ...flow, services: { ...flow.services, orders: change(orders) } };
}
const notInherited = (flow: Flow): Flow =>
  changed(flow, ({ inheritAppConfig: _inherited, ...orders }) => ({ ...orders, filter: 'asIs' }));
const asMicroservice = (flow: Flow): Flow =>
  changed(flow, ({ inheritAppConfig: _inherited, ...orders }) => ({
    ...orders,
    filter: 'rpcException',
    listeners: { tcp: { transport: 'tcp' } },
    handlers: Object.fromEntries(Object.entries(orders.handlers).filter(([, { on }]) => !('http' in on))),
  }));

function overMqtt(drawn: Flow): Flow {
  const { flow } = switchTransport(drawn, { to: 'mqtt', what: 'flow', placeFor: (wanted) => wanted });
  const services = Object.entries(flow.services).map(([id, service]) => {
    const listeners = Object.entries(service.listeners).map(([name, listener]) => {
      return [name, listener.transport === 'mqtt' ? { ...listener, qos: 1 as const } : listener];
    });
    return [id, { ...service, listeners: Object.fromEntries(listeners) as typeof service.listeners }];
  });
  return { ...flow, services: Object.fromEntries(services) as Flow['services'] };
}

const flows: [string, () => Flow][] = [
  [
    'the order saga',
    () =>
      withRequests(exampleFlow('order-saga'), 'gateway', {
        nobody: { request: 'POST /orders', data: "{ userId: 'nobody', items: [] }" },
        tooMany: { request: 'POST /orders', data: "{ userId: 'u1', items: [{ sku: 'book', quantity: 101 }] }" },
        noItems: { request: 'POST /orders', data: "{ userId: 'u1' }" },
        noOrder: { request: 'GET /orders/none' },
        ada: { request: 'GET /users/u1' },
        noUser: { request: 'GET /users/u2' },
        noRoute: { request: 'GET /nothing' },
      }),
  ],
  ['fan-out', () => withRequests(exampleFlow('fan-out'), 'cats', { nameless: { request: 'POST /cats', data: '{}' } })],
  ['the failing service', () => exampleFlow('failing-service')],
  ['filters and pipes that a hybrid service inherits', () => exampleFlow('exceptions')],
  ['filters and pipes that it does not inherit', () => notInherited(exampleFlow('exceptions'))],
  ['filters and pipes of a microservice', () => asMicroservice(exampleFlow('exceptions'))],
  ['every step and policy', () => everything],
  ['calls by gRPC', () => grpcFlow],
  ['the order saga over MQTT, with groups and QoS', () => overMqtt(exampleFlow('order-saga'))],
];

test.each(flows)('%s, exported, compiles strictly and answers exactly as the canvas does', async (_name, flowOf) => {
  const flow = flowOf();
  const answers = await answersOnCanvas(server, flow);
  await using project = new ExportedProject(generateProject(flow, { answers }));
  expect(await project.compile()).toBe('');
  const { code, output } = await project.endToEnd({ REDIS_PORT: brokerPort, MQTT_PORT: mqttPort });
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toMatch(new RegExp(`Tests +${Object.keys(flow.drivers).length} passed`));
});

test('what was compiled runs, each service in a process of its own', async () => {
  const flow = exampleFlow('order-saga');
  const answers = await answersOnCanvas(server, flow);
  await using project = new ExportedProject(generateProject(flow, { answers }));
  expect(await project.compile()).toBe('');
  const env: Record<string, string> = { REDIS_PORT: brokerPort, E2E_STACK: 'running' };
  const plan = planProject(flow);
  for (const { http, listeners } of plan.services) {
    env[http.portEnv] = String(await freePort());
    for (const listener of listeners) if (listener.via === 'port') env[listener.portEnv] = String(await freePort());
  }
  await Promise.all(plan.services.map(({ name }) => project.start(name, env)));
  const { code, output } = await project.endToEnd(env);
  expect({ code, output }).toMatchObject({ code: 0 });
  const health = await fetch(`http://127.0.0.1:${env['NOTIFICATIONS_HTTP_PORT']}/health/ready`);
  expect([health.status, await health.json()]).toMatchObject([
    200,
    { status: 'ok', details: { redis: { status: 'up' } } },
  ]);
  const client = new ClientRedis({ host: '127.0.0.1', port: Number(brokerPort) });
  try {
    expect(await firstValueFrom(client.send<unknown>('health.notifications', {}))).toMatchObject({
      status: 'ok',
      details: { redis: { status: 'up' } },
    });
  } finally {
    await client.close();
  }
});
