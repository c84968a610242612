import { expect, test } from '@playwright/test';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { Playground } from './Playground.ts';

const flow: Flow = {
  ...emptyFlow('Which NATS'),
  services: {
    gateway: {
      name: 'gateway',
      position: { x: -450, y: 260 },
      replicas: 1,
      listeners: { http: { transport: 'http' } },
      handlers: { hello: { on: { http: 'GET /hello' }, steps: [{ do: 'reply', value: '1' }] } },
    },
    worker: {
      name: 'worker',
      position: { x: 250, y: 260 },
      replicas: 1,
      listeners: { nats: { transport: 'nats', broker: 'nats' } },
      handlers: { hello: { on: { message: 'hello' }, steps: [{ do: 'reply', value: "'hello'" }] } },
    },
  },
  brokers: { nats: { name: 'nats', transport: 'nats', position: { x: -100, y: 60 }, source: 'built-in' } },
  wires: { work: { name: 'WORK', from: 'gateway', to: 'nats', policies: { timeout: { ms: 1500 } } } },
};

test('a broker box shows where its broker may come from, exchanges it, and holds it still', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  const ask = (): Promise<unknown> => playground.sendOver('work', 'hello', 'you');
  await expect.poll(ask).toMatchObject({ reply: 'hello' });

  await playground.box('nats').getByText('nats', { exact: true }).click();
  const choice = playground.inspector.getByRole('combobox', { name: 'Which broker it is' });
  await expect(choice).toHaveValue('Built-in');
  await expect(playground.inspector.getByText('built-in, speaks NATS')).toBeVisible();

  await playground.inspector.getByRole('button', { name: 'Pause the process' }).click();
  await expect.poll(ask).toMatchObject({ error: { name: 'TimeoutError' } });
  await playground.inspector.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(ask).toMatchObject({ reply: 'hello' });

  await choice.click();
  const configured = page.getByRole('option', { name: /^Configured/ });
  await expect(configured).toContainText('NATS_URL is not set for this server');
  await expect(configured).toHaveAttribute('data-combobox-disabled', 'true');
  // From the last one round to the first.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(choice).toHaveValue('Whichever the server has');
  await expect.poll(async () => (await playground.drawn()).brokers['nats']?.source).toBeUndefined();
  await expect.poll(ask).toMatchObject({ reply: 'hello' });

  await page.locator('header').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await playground.drawn()).brokers['nats']?.source).toBe('built-in');
  await expect.poll(ask).toMatchObject({ reply: 'hello' });
});
