import { expect, test } from '@playwright/test';
import { flowSchema } from '#shared/flow/flow.ts';
import { policyKinds } from '#shared/policies/policies.ts';
import { Playground } from './Playground.ts';

const position = (x: number) => ({ x, y: 0 });

/** `payments` refuses every charge. */
const flow = flowSchema.parse({
  version: 1,
  name: 'Policies',
  services: {
    gateway: {
      name: 'gateway',
      position: position(0),
      listeners: { web: { transport: 'http' } },
      handlers: {
        pay: {
          on: { http: 'POST /pay' },
          steps: [{ do: 'send', wire: 'pay', pattern: 'charge', data: '{ amount: 5 }' }],
        },
      },
    },
    payments: {
      name: 'payments',
      position: position(420),
      listeners: { tcp: { transport: 'tcp' } },
      handlers: {
        charge: { on: { message: 'charge' }, steps: [{ do: 'throw', error: 'error', message: 'Bank closed' }] },
      },
    },
  },
  wires: { pay: { name: 'PAYMENTS', from: 'gateway', to: 'payments' } },
  drivers: { buyer: { name: 'buyer', position: position(-280), to: 'gateway', request: 'POST /pay' } },
});

test('every policy is switched on by keyboard, and the wire says so', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await playground.wire('PAYMENTS').focus();
  await page.keyboard.press('Enter');
  const switches = playground.inspector.getByRole('switch');
  await expect(switches).toHaveCount(policyKinds.length);
  for (const one of await switches.all()) {
    await one.focus();
    await page.keyboard.press('Space');
    await expect(one).toBeChecked();
  }
  const badges = 'FALLBACK DLQ RETRY 3 BREAKER 3 MAX 5 10/s HEDGE 200 ms 1 s KEY';
  await expect(playground.wire('PAYMENTS')).toHaveText(`Wire PAYMENTS ${badges}`);
  await playground.inspector.getByLabel('attempts altogether').fill('2');
  await page.keyboard.press('Enter');
  await expect(playground.wire('PAYMENTS')).toContainText('RETRY 2');
  // The fallback answers, whatever happens behind it.
  await playground.send('buyer');
  await expect(page.getByText(/POST \/pay · .* · 201/)).toBeVisible();
});

test('an open breaker is seen on its wire; what failed is kept, sent again and dropped', async ({ page }) => {
  const playground = new Playground(page);
  const wire = flow.wires['pay'];
  const policies = { deadLetter: {}, breaker: { failures: 2, halfOpenAfterMs: 600_000 } };
  await playground.openFlow({ ...flow, wires: wire === undefined ? {} : { pay: { ...wire, policies } } });
  await playground.send('buyer');
  await expect(playground.wire('PAYMENTS')).toContainText('BREAKER 1/2');
  await playground.send('buyer');
  await expect(playground.wire('PAYMENTS')).toContainText('DLQ 2 OPEN');
  await playground.send('buyer');
  await expect(playground.wire('PAYMENTS')).toContainText('DLQ 3');

  await playground.wire('PAYMENTS').click();
  const letters = playground.inspector.getByRole('region', { name: 'Dead letters (3)' });
  await expect(letters.getByText('Execution prevented because the circuit breaker is open')).toBeVisible();
  await expect(playground.inspector.getByText(/Open: calls fail at once/)).toBeVisible();

  // The bank opens, and nobody holds calls back any more.
  const steps = [{ do: 'reply', value: "'paid'" }];
  const handler = { on: { message: 'charge' }, steps };
  const edit = { edit: 'putHandler', service: 'payments', id: 'charge', handler };
  const answer = await page.request.post(`/api/sessions/${playground.session}/edits`, {
    data: { revision: 0, edits: [edit] },
  });
  expect(await answer.json()).toMatchObject({ ok: true });
  await playground.inspector.getByRole('switch', { name: 'Circuit breaker' }).click();
  await expect.poll(async () => (await playground.drawn()).wires['pay']?.policies).toEqual({ deadLetter: {} });
  await playground.inspector.getByRole('button', { name: 'Send again: charge' }).first().click();
  await expect(playground.inspector.getByText('Dead letters (2)')).toBeVisible();
  await playground.inspector.getByRole('button', { name: 'Drop charge' }).first().click();
  await expect(playground.inspector.getByText('Dead letters (1)')).toBeVisible();
  await playground.inspector.getByRole('button', { name: 'Send again: charge' }).click();
  await expect(playground.inspector.getByText('Dead letters (0)')).toBeVisible();
  await expect(playground.wire('PAYMENTS')).toHaveText('Wire PAYMENTS DLQ');
});
