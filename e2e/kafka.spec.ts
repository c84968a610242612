import { expect, test } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { Playground } from './Playground.ts';

const flow: Flow = {
  ...emptyFlow('Orders'),
  services: {
    gateway: {
      name: 'gateway',
      position: { x: -450, y: 260 },
      replicas: 1,
      listeners: { http: { transport: 'http' } },
      handlers: { hello: { on: { http: 'GET /hello' }, steps: [{ do: 'reply', value: '1' }] } },
    },
    totals: {
      name: 'totals',
      position: { x: 250, y: 320 },
      replicas: 2,
      listeners: { kafka: { transport: 'kafka', broker: 'kafka' } },
      handlers: {
        total: { on: { message: 'orders.total' }, steps: [{ do: 'reply', value: '{ total: data.cents }' }] },
      },
    },
  },
  brokers: { kafka: { name: 'kafka', transport: 'kafka', position: { x: -100, y: 60 } } },
  wires: { orders: { name: 'ORDERS', from: 'gateway', to: 'kafka' } },
};

test('a Kafka service is put on the canvas and into a consumer group; requests are answered, also after a kill of the broker', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await playground.insert('Kafka service');
  await playground.box('consumer').getByText('consumer', { exact: true }).click();
  await playground.inspector.getByLabel('Consumer group').fill('two words');
  await page.keyboard.press('Enter');
  await expect(playground.inspector.getByText('A consumer group is one word')).toBeVisible();
  await playground.inspector.getByLabel('Consumer group').fill('audit');
  await page.keyboard.press('Enter');
  await playground.inspector.getByLabel('Partitions of each topic').fill('6');
  await page.keyboard.press('Enter');
  await playground.inspector.getByRole('switch', { name: 'A new group reads from the beginning' }).click();

  await expect
    .poll(
      async () => Object.values((await playground.drawn()).services).find(({ name }) => name === 'consumer')?.listeners,
    )
    .toEqual({
      kafka: { transport: 'kafka', broker: 'kafka', groupId: 'audit', partitions: 6, fromBeginning: false },
    });
  const ask = (): Promise<unknown> => playground.sendOver('orders', 'orders.total', { cents: 1250 });
  await expect.poll(ask, { timeout: 30_000 }).toMatchObject({ reply: { total: 1250 } });

  await playground.box('kafka').getByText('kafka', { exact: true }).click();
  await expect(playground.inspector.getByText(/Kafka broker/)).toBeVisible();
  await page.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(playground.box('kafka')).toContainText('down');
  await page
    .getByRole('button', { name: /^(Restart|Start)$/ })
    .first()
    .click();
  await expect(playground.box('kafka')).not.toContainText('down');
  await expect.poll(ask, { timeout: 30_000 }).toMatchObject({ reply: { total: 1250 } });
});
