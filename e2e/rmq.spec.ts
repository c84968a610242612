import { expect, test } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { Playground } from './Playground.ts';

const flow: Flow = {
  ...emptyFlow('Tasks'),
  services: {
    gateway: {
      name: 'gateway',
      position: { x: -450, y: 260 },
      replicas: 1,
      listeners: { http: { transport: 'http' } },
      handlers: { hello: { on: { http: 'GET /hello' }, steps: [{ do: 'reply', value: '1' }] } },
    },
  },
  brokers: { rmq: { name: 'rmq', transport: 'rmq', position: { x: -100, y: 60 } } },
  wires: { work: { name: 'WORK', from: 'gateway', to: 'rmq' } },
};

test('a RabbitMQ service is put on the canvas, takes from a queue by name, acknowledges, and outlives its broker', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await playground.insert('RabbitMQ service');
  await playground.box('consumer').getByText('consumer', { exact: true }).click();
  await playground.inspector.getByLabel('Queue', { exact: true }).fill('two words');
  await page.keyboard.press('Enter');
  await expect(playground.inspector.getByText('A queue is one word')).toBeVisible();
  await playground.inspector.getByLabel('Queue', { exact: true }).fill('tasks');
  await page.keyboard.press('Enter');
  await playground.inspector.getByRole('combobox', { name: 'A message is done' }).click();
  await page.getByRole('option', { name: 'when handled (ack)' }).click();
  await playground.inspector.getByLabel('Prefetch').fill('3');
  await page.keyboard.press('Enter');

  await expect
    .poll(
      async () => Object.values((await playground.drawn()).services).find(({ name }) => name === 'consumer')?.listeners,
    )
    .toEqual({ rmq: { transport: 'rmq', broker: 'rmq', queue: 'tasks', noAck: false, prefetch: 3 } });
  const ask = (): Promise<unknown> => playground.sendOver('work', 'task', 'you');
  // Asked, an event handler runs and answers with nothing: so it has got there and back.
  await expect.poll(ask).toMatchObject({ error: { name: 'EmptyError' } });

  await playground.wire('WORK').click();
  await playground.inspector.getByLabel('A message lives').click();
  await page.getByRole('option', { name: /persistent/ }).click();
  await expect.poll(async () => (await playground.drawn()).wires['work']?.persistent).toBe(true);
  await expect.poll(ask).toMatchObject({ error: { name: 'EmptyError' } });

  await playground.box('rmq').getByText('rmq', { exact: true }).click();
  await expect(playground.inspector.getByText(/built-in, speaks RabbitMQ/)).toBeVisible();
  const queues = playground.inspector.getByRole('region', { name: 'Queues' });
  await expect(queues.getByRole('row', { name: 'tasks 0 0 1' })).toBeVisible();
  await page.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(playground.box('rmq')).toContainText('down');
  await page
    .getByRole('button', { name: /^(Restart|Start)$/ })
    .first()
    .click();
  await expect(playground.box('rmq')).not.toContainText('down');
  await expect.poll(ask).toMatchObject({ error: { name: 'EmptyError' } });
});
