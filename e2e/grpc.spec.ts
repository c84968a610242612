import { expect, test } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { Playground } from './Playground.ts';

const flow: Flow = {
  ...emptyFlow('Calls'),
  services: {
    gateway: {
      name: 'gateway',
      position: { x: -450, y: 260 },
      replicas: 1,
      listeners: { http: { transport: 'http' } },
      handlers: { hello: { on: { http: 'GET /hello' }, steps: [{ do: 'reply', value: '1' }] } },
    },
    orders: {
      name: 'orders',
      position: { x: -60, y: 260 },
      replicas: 1,
      listeners: { grpc: { transport: 'grpc' } },
      handlers: {
        get: {
          on: { message: 'get_order' },
          steps: [
            {
              do: 'when',
              condition: 'data === 0',
              then: [{ do: 'throw', error: 'rpc', code: 5, message: 'No such order' }],
            },
            { do: 'reply', value: '{ order: data }' },
          ],
        },
        prices: { on: { message: 'prices' }, steps: [{ do: 'stream', value: 'index', count: 3 }] },
      },
    },
  },
  wires: { orders: { name: 'ORDERS', from: 'gateway', to: 'orders', policies: { timeout: { ms: 5000 } } } },
};

test('a gRPC service shows its .proto, is called over a wire, streams, and is UNAVAILABLE while it is dead', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await playground.box('orders').getByText('orders', { exact: true }).click();
  await expect(playground.inspector.getByText(/gRPC service · up/)).toBeVisible();
  await playground.inspector.getByRole('button', { name: 'orders.proto · 2 methods' }).click();
  const proto = playground.inspector.getByRole('region', { name: 'The .proto of this service' });
  await expect(proto).toContainText('service OrdersService {');
  await expect(proto).toContainText('rpc Prices (google.protobuf.Value) returns (stream google.protobuf.Value);');
  await expect(playground.inspector.getByRole('button', { name: 'Copy the .proto' })).toBeVisible();

  const ask = (pattern: string, data: number): Promise<unknown> => playground.sendOver('orders', pattern, data);
  await expect.poll(() => ask('get_order', 7)).toMatchObject({ reply: { order: 7 } });
  expect(await ask('prices', 7)).toMatchObject({ replies: [0, 1, 2] });
  expect(await ask('get_order', 0)).toMatchObject({ error: { code: 5, message: '5 NOT_FOUND: No such order' } });
  expect(await ask('paint', 7)).toMatchObject({ error: { code: 12 } });

  await page.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(playground.box('orders')).toContainText('down');
  expect(await ask('get_order', 7)).toMatchObject({ error: { code: 14 } });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect.poll(() => ask('get_order', 7)).toMatchObject({ reply: { order: 7 } });
});

test('a gRPC service is put on the canvas, and gets a wire', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await playground.insert('gRPC service');
  await playground.box('greeter').getByText('greeter', { exact: true }).click();
  await playground.inspector.getByRole('button', { name: 'greeter.proto · 1 method' }).click();
  await expect(playground.inspector.getByText('rpc SayHello')).toBeVisible();
  await playground.inspector.getByRole('tab', { name: 'Code' }).click();
  await expect(playground.inspector.getByText("@GrpcMethod('GreeterService', 'SayHello')")).toBeVisible();
  await expect(playground.inspector.getByRole('button', { name: 'libs/shared/proto/greeter.proto' })).toBeVisible();
});
