import { expect, test, type Page } from '@playwright/test';
import type { Flow } from '#shared/flow/flow.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const flow: Flow = {
  ...emptyFlow('Prices'),
  services: {
    gateway: {
      name: 'gateway',
      position: { x: -420, y: 160 },
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {},
    },
    prices: {
      name: 'prices',
      position: { x: -60, y: 160 },
      replicas: 3,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: { get: { on: { message: 'get_price' }, steps: [{ do: 'reply', value: 'meta.replica + 1' }] } },
    },
  },
  wires: { prices: { name: 'PRICES', from: 'gateway', to: 'prices', policies: { timeout: { ms: 5000 } } } },
};

async function inTurn(playground: Playground, count: number): Promise<unknown[]> {
  const got: unknown[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const answer = (await playground.sendOver('prices', 'get_price', {})) as { reply?: unknown };
    got.push(answer.reply ?? 'failed');
  }
  return got;
}

const instances = (page: Page) => new Playground(page).box('registry');

test('a registry is placed, three replicas take turns, and a killed one leaves when its heartbeat has timed out', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(flow);
  await expect.poll(() => inTurn(playground, 3)).toEqual([1, 1, 1]);

  await playground.insert('Service registry');
  await expect(instances(page)).toContainText('nobody registered');
  await expect(playground.inspector.getByText(/Nobody: draw a line from a service/)).toBeVisible();
  await playground.drawWire('prices', 'registry');
  await expect(instances(page)).toContainText('3 registered');
  await expect(instances(page).getByRole('img', { name: 'replica 3 up' })).toBeVisible();
  await expect.poll(async () => new Set(await inTurn(playground, 6))).toEqual(new Set([1, 2, 3]));
  expect(await inTurn(playground, 6)).toHaveLength(6);

  const list = playground.inspector.getByRole('region', { name: 'Instances' });
  await playground.box('registry').getByText('registry', { exact: true }).click();
  await expect(list.getByRole('row')).toHaveCount(4);
  await expect(list).toContainText('prices · replica 2');
  expect(await seriousFindings(page)).toEqual([]);

  await playground.box('prices').getByText('prices', { exact: true }).click();
  await playground.inspector.getByRole('button', { name: 'Kill replica 2' }).click();
  // The registry does not know yet, and a third of the calls goes to the dead one.
  await expect(instances(page)).toContainText('3 registered');
  expect((await inTurn(playground, 3)).toSorted()).toEqual([1, 3, 'failed']);
  await expect(instances(page).getByRole('img', { name: 'replica 2 late' })).toBeVisible();
  await expect(instances(page)).toContainText('2 registered', { timeout: 15_000 });
  await expect.poll(async () => (await inTurn(playground, 4)).toSorted()).toEqual([1, 1, 3, 3]);

  await playground.box('registry').getByText('registry', { exact: true }).click();
  const news = playground.inspector.getByRole('region', { name: 'What happened' });
  await expect(news).toContainText('prices · replica 2');
  await expect(news).toContainText('No heartbeat for 3000 ms.');
  await playground.box('prices').getByText('prices', { exact: true }).click();
  await playground.inspector.getByRole('button', { name: 'Start replica 2' }).click();
  await expect(instances(page)).toContainText('3 registered');

  // A registry that is gone: callers go by the last list.
  await playground.box('registry').getByText('registry', { exact: true }).click();
  await playground.inspector.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(instances(page)).toContainText('down');
  expect(new Set(await inTurn(playground, 3))).toEqual(new Set([1, 2, 3]));
  await playground.inspector.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(instances(page)).toContainText('3 registered');

  // Taken away, nobody registers any more, and one undo brings all of it back.
  await page.keyboard.press('Delete');
  await expect
    .poll(async () => (await playground.drawn()).services['prices']?.listeners)
    .toEqual({ tcp: { transport: 'tcp' } });
  await playground.undo();
  await expect(instances(page)).toContainText('3 registered');
});

test('the example runs, is told by its inspector, and can be read in both themes and on a small screen', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('load-balancing');
  await expect(page.getByTestId('registry-discovery')).toContainText('3 registered');
  await playground.box('discovery').getByText('discovery', { exact: true }).click();
  await expect(playground.inspector.getByRole('region', { name: 'Instances' }).getByRole('row')).toHaveCount(4);
  await page.screenshot({ path: test.info().outputPath('dark.png') });
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  // Colours change over some time.
  await expect.poll(() => seriousFindings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('light.png') });
  await page.setViewportSize({ width: 1024, height: 768 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
  await page.screenshot({ path: test.info().outputPath('small.png') });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill('discovery');
  await expect(page.getByRole('option', { name: /discovery/ }).first()).toBeVisible();
});
