import { expect, test } from 'vitest';
import { generateProject } from '#shared/code/generateProject.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { ExportedProject } from '../testing/exportedProject.ts';
import { waitUntil } from '../testing/waitUntil.ts';
import { freePort } from '../brokers/freePort.ts';

const position = { x: 0, y: 0 };

/** A gateway that asks replicas by TCP and by gRPC, both of them registered. */
const shop: Flow = {
  ...emptyFlow('Shop'),
  services: {
    gateway: {
      name: 'gateway',
      position,
      replicas: 1,
      listeners: { http: { transport: 'http' } },
      handlers: {
        tcp: {
          on: { http: 'GET /tcp' },
          steps: [
            { do: 'send', wire: 'prices', pattern: 'price', data: '1', as: 'answer' },
            { do: 'reply', value: 'answer' },
          ],
        },
        grpc: {
          on: { http: 'GET /grpc' },
          steps: [
            { do: 'send', wire: 'stock', pattern: 'stock', data: '1', as: 'answer' },
            { do: 'reply', value: 'answer' },
          ],
        },
      },
    },
    prices: {
      name: 'prices',
      position,
      replicas: 2,
      listeners: { tcp: { transport: 'tcp', registry: 'names' } },
      handlers: { price: { on: { message: 'price' }, steps: [{ do: 'reply', value: '{ tcp: meta.replica }' }] } },
    },
    stock: {
      name: 'stock',
      position,
      replicas: 2,
      listeners: { grpc: { transport: 'grpc', registry: 'names' } },
      handlers: { stock: { on: { message: 'stock' }, steps: [{ do: 'reply', value: '{ grpc: meta.replica }' }] } },
    },
  },
  wires: {
    prices: { name: 'PRICES', from: 'gateway', to: 'prices', policies: { timeout: { ms: 5000 }, idempotency: true } },
    stock: { name: 'STOCK', from: 'gateway', to: 'stock', policies: { timeout: { ms: 5000 } } },
  },
  drivers: {
    ada: { name: 'ada', position, to: 'gateway', request: 'GET /tcp', perSecond: 0 },
    bob: { name: 'bob', position, to: 'gateway', request: 'GET /grpc', perSecond: 0 },
  },
  registries: { names: { name: 'names', position, heartbeatMs: 200, timeoutMs: 2000 } },
};

test('a project with a registry, exported, compiles strictly, and its replicas take turns until one is dead for too long', async () => {
  const answers = { ada: { status: 200, body: { tcp: 0 } }, bob: { status: 200, body: { grpc: 0 } } };
  await using project = new ExportedProject(generateProject(shop, { answers }));
  expect(await project.compile()).toBe('');
  const ended = await project.endToEnd({});
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.output).toMatch(/Tests +2 passed/);

  const [registry, web] = [await freePort(), await freePort()];
  const found = { NAMES_TCP_PORT: String(registry) };
  const start = async (app: string, port: string, replica = 0): Promise<() => void> => {
    const own = { [`${app.toUpperCase()}_HTTP_PORT`]: String(await freePort()), REPLICA: String(replica) };
    return project.start(app, { ...own, ...found, ...(port === '' ? {} : { [port]: String(await freePort()) }) });
  };
  await start('names', '');
  const [, killSecond] = [
    await start('prices', 'PRICES_TCP_PORT', 0),
    await start('prices', 'PRICES_TCP_PORT', 1),
    await start('stock', 'STOCK_GRPC_PORT', 0),
    await start('stock', 'STOCK_GRPC_PORT', 1),
  ];
  await project.start('gateway', { ...found, GATEWAY_HTTP_PORT: String(web) });
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${web}${path}`);
    return response.ok ? response.json() : 'failed';
  };
  const inTurn = async (path: string): Promise<unknown[]> => [
    await ask(path),
    await ask(path),
    await ask(path),
    await ask(path),
  ];
  const both = async (path: string): Promise<boolean> =>
    new Set((await inTurn(path)).map((one) => JSON.stringify(one))).size === 2;
  await waitUntil('both answer by TCP', () => both('/tcp'));
  await waitUntil('both answer by gRPC', () => both('/grpc'));
  expect(await inTurn('/tcp')).toEqual(expect.arrayContaining([{ tcp: 0 }, { tcp: 1 }]));

  killSecond?.();
  await waitUntil('its share fails', async () => (await inTurn('/tcp')).filter((one) => one === 'failed').length === 2);
  await waitUntil('it has left', async () =>
    (await inTurn('/tcp')).every((one) => JSON.stringify(one) === '{"tcp":0}'),
  );
}, 240_000);
