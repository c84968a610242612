import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Flow } from '#shared/flow/flow.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const xrayOn = (page: Page): Locator => page.getByRole('region', { name: 'X-ray of the exception' });

/** Sends, and opens the message on its way to `orders`: the newest of as many as have been sent then. */
async function xrayOf(page: Page, asked: { driver: string; message: string; count?: number }): Promise<Locator> {
  const { driver, message, count = 1 } = asked;
  const playground = new Playground(page);
  await playground.tab('Messages').click();
  await playground.send(driver);
  const rows = page.getByRole('button', { name: new RegExp(`→ orders \\{ cmd: '${message}' \\}`) });
  await expect(rows).toHaveCount(count);
  await rows.first().click();
  return xrayOn(page);
}

/** The drawing says so, and its service is up with it. */
async function runsWith(playground: Playground, settings: object): Promise<void> {
  const read = async (): Promise<unknown> => {
    const answer = await playground.page.request.get(`/api/sessions/${playground.session}`);
    const { flow, services } = (await answer.json()) as { flow: Flow; services: Record<string, { state: string }> };
    const { inheritAppConfig = false, filter, handlers } = flow.services['orders'] ?? {};
    return { inheritAppConfig, filter, expects: handlers?.['create']?.expects, state: services['orders']?.state };
  };
  await expect.poll(read).toMatchObject({ ...settings, state: 'up' });
}

async function expectStages(xray: Locator, texts: readonly string[]): Promise<void> {
  const stages = xray.getByRole('listitem');
  await expect(stages).toHaveCount(texts.length);
  for (const [place, text] of texts.entries()) await expect(stages.nth(place)).toContainText(text);
}

test('a filter that a hybrid service stops inheriting is seen between the stages of an exception', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('exceptions');
  const kept = await xrayOf(page, { driver: 'plain Error', message: 'broken' });
  await expect(kept).toContainText('The text of your Error reaches the caller; its class does not.');
  await expectStages(kept, ['"Error"', 'The database is on fire', '"err": {', 'The database is on fire']);

  const openOrders = () => playground.box('orders').getByText('orders', { exact: true }).click();
  await openOrders();
  await page.getByRole('switch', { name: 'Inherits app config' }).click();
  await expect(page.getByRole('region', { name: 'For all handlers' })).toContainText('reach HTTP only');
  await runsWith(playground, { inheritAppConfig: false });
  const hidden = await xrayOf(page, { driver: 'plain Error', message: 'broken', count: 2 });
  await expect(hidden).toContainText('is gone after Nest’s filter; the caller got “Internal server error”.');
  await expect(hidden).toContainText('orders has a filter, which reaches HTTP only');

  await openOrders();
  await page.getByRole('switch', { name: 'Inherits app config' }).click();
  await page.getByRole('combobox', { name: 'Exception filter' }).click();
  await page.getByRole('option', { name: 'hands the exception on' }).click();
  await runsWith(playground, { inheritAppConfig: true, filter: 'asIs' });
  const emptied = await xrayOf(page, { driver: 'plain Error', message: 'broken', count: 3 });
  await expect(emptied).toContainText('is gone on the wire, where JSON leaves nothing of it; the caller got {}.');
  expect(await seriousFindings(page)).toEqual([]);
});

test('what a handler expects is written in its panel, and checked by the pipe of its service', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('exceptions');
  await playground.openHandler('orders', "{ cmd: 'create_order' }");
  const expects = page.getByRole('region', { name: 'Expects' });
  await expect(expects.getByRole('group')).toHaveCount(2);
  await expects.getByRole('button', { name: 'Add property' }).click();
  const added = expects.getByRole('group', { name: 'Property property' });
  await added.getByRole('textbox', { name: 'Property' }).fill('not a name');
  await added.getByRole('textbox', { name: 'Property' }).press('Enter');
  await expect(added).toContainText('a property is a letter');
  await added.getByRole('textbox', { name: 'Property' }).fill('total');
  await added.getByRole('textbox', { name: 'Property' }).press('Enter');
  const total = expects.getByRole('group', { name: 'Property total' });
  await total.getByRole('combobox', { name: 'Is' }).click();
  await page.getByRole('option', { name: 'number', exact: true }).click();
  await runsWith(playground, { expects: { total: 'number' } });
  const refused = await xrayOf(page, { driver: 'order without items', message: 'create_order' });
  await expectStages(refused, [
    'Thrown by the ValidationPipe. No handler has begun.',
    'total must be a number conforming to the specified constraints',
    'items must be an array',
    '"status": 400',
  ]);
  await playground.openHandler('orders', "{ cmd: 'create_order' }");
  await total.getByRole('button', { name: 'Remove property total' }).click();
  await expect(expects.getByRole('group')).toHaveCount(2);
});
