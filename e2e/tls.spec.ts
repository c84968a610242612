import { expect, test } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { Playground } from './Playground.ts';

const flow: Flow = {
  ...emptyFlow('Secrets'),
  services: {
    gateway: { name: 'gateway', position: { x: -350, y: 60 }, replicas: 1, listeners: {}, handlers: {} },
    orders: {
      name: 'orders',
      position: { x: 50, y: 60 },
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: { sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: '42' }] } },
    },
  },
  wires: { orders: { name: 'ORDERS', from: 'gateway', to: 'orders' } },
};

test('TLS is put on a listener, its wire follows, and gets it wrong when it is told to', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  const ask = (): Promise<unknown> => playground.sendOver('orders', 'sum', 'you');
  await expect.poll(ask).toMatchObject({ reply: 42 });

  await playground.box('orders').getByText('orders', { exact: true }).click();
  await playground.inspector.getByRole('combobox', { name: 'TLS' }).click();
  await page.getByRole('option', { name: /^on/ }).click();
  await expect
    .poll(async () => (await playground.drawn()).services['orders']?.listeners)
    .toEqual({ tcp: { transport: 'tcp', tls: true } });
  await expect.poll(ask).toMatchObject({ reply: 42 });

  await playground.wire('ORDERS').click();
  await playground.inspector.getByRole('combobox', { name: 'TLS' }).click();
  await page.getByRole('option', { name: /does not trust/ }).click();
  await expect.poll(ask).toMatchObject({ error: { message: 'Connection closed' } });
  await playground.inspector.getByRole('combobox', { name: 'TLS' }).click();
  await page.getByRole('option', { name: /^trusts/ }).click();
  await expect.poll(ask).toMatchObject({ reply: 42 });
});

test("Nagle's algorithm is put on a listener, as NestJS leaves it, and taken off again", async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await playground.box('orders').getByText('orders', { exact: true }).click();
  const leave = playground.inspector.getByRole('combobox', { name: 'Replies leave' });
  const listeners = async (): Promise<unknown> => (await playground.drawn()).services['orders']?.listeners;
  await leave.click();
  await page.getByRole('option', { name: 'as Nest (Nagle)' }).click();
  await expect.poll(listeners).toEqual({ tcp: { transport: 'tcp', noDelay: false } });
  await expect.poll(() => playground.sendOver('orders', 'sum', 'you')).toMatchObject({ reply: 42 });
  await leave.click();
  await page.getByRole('option', { name: 'at once (noDelay)' }).click();
  await expect.poll(listeners).toEqual({ tcp: { transport: 'tcp' } });
});
