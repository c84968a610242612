import { expect, test } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { Playground } from './Playground.ts';

const flow: Flow = {
  ...emptyFlow('Workers'),
  services: {
    gateway: {
      name: 'gateway',
      position: { x: -450, y: 260 },
      replicas: 1,
      listeners: { http: { transport: 'http' } },
      handlers: { hello: { on: { http: 'GET /hello' }, steps: [{ do: 'reply', value: '1' }] } },
    },
  },
  brokers: { nats: { name: 'nats', transport: 'nats', position: { x: -100, y: 60 } } },
  wires: { work: { name: 'WORK', from: 'gateway', to: 'nats' } },
};

test('a NATS service is put on the canvas and into a queue group, is asked over a wire, and outlives its broker', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await playground.insert('NATS service');
  await expect(playground.box('nats')).toBeVisible();
  await playground.box('worker').getByText('worker', { exact: true }).click();
  await playground.inspector.getByLabel('Queue group').fill('two words');
  await page.keyboard.press('Enter');
  await expect(playground.inspector.getByText('A queue group is one word')).toBeVisible();
  await playground.inspector.getByLabel('Queue group').fill('workers');
  await page.keyboard.press('Enter');

  await expect
    .poll(
      async () => Object.values((await playground.drawn()).services).find(({ name }) => name === 'worker')?.listeners,
    )
    .toEqual({ nats: { transport: 'nats', broker: 'nats', queue: 'workers' } });
  const ask = (): Promise<unknown> => playground.sendOver('work', 'greet.hello', 'you');
  await expect.poll(ask).toMatchObject({ reply: { hello: 'you' } });

  await playground.box('nats').getByText('nats', { exact: true }).click();
  await expect(playground.inspector.getByText(/NATS broker/)).toBeVisible();
  const subjects = playground.inspector.getByRole('region', { name: 'Subjects' });
  await expect(subjects.getByRole('row', { name: 'greet.hello workers 1' })).toBeVisible();
  await page.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(playground.box('nats')).toContainText('down');
  await page
    .getByRole('button', { name: /^(Restart|Start)$/ })
    .first()
    .click();
  await expect(playground.box('nats')).not.toContainText('down');
  await expect.poll(ask).toMatchObject({ reply: { hello: 'you' } });
});
