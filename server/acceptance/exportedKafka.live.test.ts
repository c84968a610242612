import { expect, test } from 'vitest';
import { generateProject } from '#shared/code/generateProject.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { ExportedProject } from '../testing/exportedProject.ts';
import { startTestServer } from '../testing/testServer.ts';
import { answersOnCanvas } from './canvasAnswers.ts';

const position = { x: 0, y: 0 };
const kafka = { name: 'kafka', transport: 'kafka' as const, position };

/** A gateway that asks and tells over Kafka; two replicas answer. */
const shop: Flow = {
  ...emptyFlow('Shop'),
  brokers: { kafka },
  services: {
    gateway: {
      name: 'gateway',
      position,
      replicas: 1,
      listeners: { http: { transport: 'http' } },
      handlers: {
        order: {
          on: { http: 'POST /orders' },
          steps: [
            { do: 'send', wire: 'prices', pattern: 'price.of', data: '{ key: body.sku, value: body }', as: 'price' },
            { do: 'emit', wire: 'prices', pattern: 'orders.placed', data: 'body' },
            { do: 'reply', value: '{ price }' },
          ],
        },
      },
    },
    prices: {
      name: 'prices',
      position,
      replicas: 2,
      listeners: { kafka: { transport: 'kafka', broker: 'kafka', groupId: 'price-list', partitions: 4 } },
      handlers: {
        price: { on: { message: 'price.of' }, steps: [{ do: 'reply', value: '{ sku: data.sku, cents: 1250 }' }] },
        placed: { on: { event: 'orders.placed' }, steps: [{ do: 'log', value: 'data' }] },
      },
    },
  },
  wires: { prices: { name: 'PRICES', from: 'gateway', to: 'kafka', policies: { timeout: { ms: 20_000 } } } },
  drivers: {
    ada: { name: 'ada', position, to: 'gateway', request: 'POST /orders', data: "{ sku: 'book' }", perSecond: 0 },
  },
};

test('a project over Kafka, exported, compiles strictly and answers exactly as the canvas does', async () => {
  await using server = await startTestServer();
  const broker = await server.openSession({ flow: { ...emptyFlow('Broker'), brokers: { kafka } } });
  const port = String((await broker.read()).brokers['kafka']?.port);
  const answers = await answersOnCanvas(server, shop);
  const files = generateProject(shop, { answers });
  await using project = new ExportedProject(files);
  expect(await project.compile()).toBe('');
  const { code, output } = await project.endToEnd({ KAFKA_PORT: port });
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toMatch(/Tests +1 passed/);
  expect(files['compose.yaml']).toContain('INSIDE://kafka:9092,OUTSIDE://127.0.0.1:${KAFKA_PORT:-9092}');
}, 180_000);
