import { expect, test, type Page } from '@playwright/test';
import type { MonkeyView } from '#shared/faults/monkey.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const panel = (page: Page) => page.getByRole('dialog', { name: 'Chaos monkey' });
const entry = (page: Page) => page.getByRole('button', { name: /^(Chaos monkey|The monkey is loose)$/ });
const lane = (page: Page) => page.getByRole('list', { name: 'Broken meanwhile' });

const path = ({ session }: Playground, rest: string): string => `/api/sessions/${session}/${rest}`;

async function letLoose(playground: Playground, settings: object): Promise<void> {
  const answer = await playground.page.request.put(path(playground, 'monkey'), { data: settings });
  expect(await answer.json()).toMatchObject({ ok: true });
}

async function readMonkey(playground: Playground): Promise<MonkeyView | undefined> {
  const answer = await playground.page.request.get(path(playground, 'monkey'));
  return ((await answer.json()) as { monkey?: MonkeyView }).monkey;
}

async function faultCount(playground: Playground): Promise<number> {
  const answer = await playground.page.request.get(path(playground, ''));
  return ((await answer.json()) as { faults: unknown[] }).faults.length;
}

test('a monkey is let loose by keyboard, seen by everybody, stopped, and run again with its seed', async ({
  page,
  context,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find or do anything' })).toBeFocused();
  await page.keyboard.type('chaos monkey');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('heading', { name: 'Chaos monkey' })).toBeFocused();

  await panel(page).getByRole('button', { name: 'Leave out Drop message' }).click();
  await panel(page)
    .getByRole('button', { name: /^Latency/ })
    .click();
  await panel(page).getByRole('spinbutton', { name: 'delay, ms' }).fill('120');
  await panel(page).getByRole('combobox', { name: 'where' }).fill('PONG');
  await page.getByRole('option', { name: 'PONG', exact: true }).click();
  await page.keyboard.press('Escape');
  await panel(page).getByRole('button', { name: 'Add a fault' }).press('Enter');
  await expect(page.getByRole('combobox', { name: 'Which fault may it use?' })).toBeFocused();
  await page.keyboard.type('slow cl');
  await expect(page.getByRole('option', { name: 'Slow close' })).toBeVisible();
  // What is open inside closes first.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option', { name: 'Slow close' })).toBeHidden();
  for (const [field, value] of Object.entries({ 'each lasts, s': '500', 'at once': '1', seed: '77' })) {
    await panel(page).getByRole('spinbutton', { name: field, exact: true }).fill(value);
  }
  await panel(page).getByRole('button', { name: 'Let it loose' }).press('Enter');
  await expect(panel(page).getByRole('status')).toHaveText('It is loose, and has broken 1 thing so far.');
  expect(await readMonkey(playground)).toMatchObject({
    running: true,
    settings: { seed: 77, targets: [{ wire: 'pong' }], eachForMs: 500_000, atOnce: 1 },
  });
  await expect(panel(page).getByRole('list', { name: 'Broken by the monkey' })).toContainText('Latency on PONG');
  await expect(playground.wire('PONG')).toContainText('+120 ms');

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(entry(other)).toHaveText('The monkey is loose');
  await expect(panel(other)).toBeHidden();

  await panel(page).getByRole('button', { name: 'Stop it' }).click();
  await expect(panel(page).getByRole('status')).toHaveText('It was stopped, and had broken 1 thing.');
  await expect(playground.wire('PONG')).not.toContainText('+120 ms');
  expect(await faultCount(playground)).toBe(0);
  await expect(entry(other)).toHaveText('Chaos monkey');

  await panel(page).getByRole('button', { name: 'Again with this seed' }).click();
  await expect(playground.wire('PONG')).toContainText('+120 ms');
  await page.request.delete(path(playground, 'faults'));
  await expect(panel(page).getByRole('status')).toHaveText(
    'It ended when everything was mended, and had broken 1 thing.',
  );
  expect(await readMonkey(playground)).toMatchObject({ running: false, ended: 'mended', settings: { seed: 77 } });
  await panel(page).getByRole('button', { name: 'Again with this seed' }).focus();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(entry(page)).toBeFocused();
});

test('whoever only looks sees what the monkey does, and can neither start nor stop it', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const links = await page.request.put(path(playground, 'links/view'));
  const { view } = (await links.json()) as { view: string };
  const lasting = { eachForMs: 600_000, everyMs: 600_000 };
  await letLoose(playground, { faults: [{ kind: 'throw_rpc' }], ...lasting, seed: 9 });
  await page.goto(view);
  await playground.isLive();
  await entry(page).click();
  await expect(panel(page).getByRole('status')).toHaveText('It is loose, and has broken 1 thing so far.');
  await expect(panel(page)).toContainText('seed 9');
  await expect(panel(page).getByRole('button')).toHaveCount(2);
  await expect(panel(page).getByRole('button', { name: 'Copy the seed' })).toBeVisible();
});

test('a lane above the trace shows what was broken when; its place is kept, and a key leads to what it was', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 200/)).toBeVisible();
  const root = page.getByRole('region', { name: 'Waterfall' }).getByRole('button', { name: /GET \/ping/ });
  const before = await root.boundingBox();
  await expect(lane(page)).toBeHidden();

  const data = { kind: 'latency', latencyMs: 80, target: { wire: 'pong' } };
  await page.request.put(path(playground, 'faults/slow'), { data });
  await playground.send('you');
  const bar = lane(page).getByRole('button', { name: /^Latency \+80 ms on PONG: from −/ });
  await expect(bar).toBeVisible();
  expect((await root.boundingBox())?.y).toBe(before?.y);
  await page.request.delete(path(playground, 'faults/slow'));
  await expect(bar).toHaveAccessibleName(/, then mended\. /);

  await page.request.post(path(playground, 'services/pong/kill'));
  await expect(page.getByTestId('session-state')).toContainText('1 DOWN');
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 2 errors · 502/)).toBeVisible();
  await lane(page)
    .getByRole('button', { name: /^pong was down: from −.* and still/ })
    .focus();
  // Shown for those who come by keyboard.
  for (const key of ['Tab', 'Shift+Tab']) await page.keyboard.press(key);
  await expect(page.getByRole('tooltip')).toContainText('It was killed.');
  await page.keyboard.press('Enter');
  await expect(playground.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('pong');
});

for (const scheme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious on the monkey and on the lane of breaks in the ${scheme} theme`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.openExample('ping-pong');
    if (scheme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
    await entry(page).click();
    await panel(page)
      .getByRole('button', { name: /^Latency/ })
      .click();
    expect(await seriousFindings(page)).toEqual([]);
    const faults = [
      { kind: 'latency', latencyMs: 20 },
      { kind: 'slow', delayMs: 20 },
    ];
    await letLoose(playground, { faults, eachForMs: 600_000, everyMs: 100, atOnce: 3, seed: 3 });
    await expect(panel(page).getByRole('status')).toContainText('3 things');
    await page.request.post(path(playground, 'drivers/you/send'));
    await expect(lane(page).getByRole('button')).toHaveCount(3);
    expect(await seriousFindings(page)).toEqual([]);
    await lane(page).getByRole('button').first().focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tooltip')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });
}
