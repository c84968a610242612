import { expect, test, type Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

const message = (page: Page) => page.getByRole('complementary', { name: 'Message', exact: true });
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const waterfall = (page: Page) => page.getByRole('region', { name: 'Waterfall' });

test.beforeEach(async ({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']));

test('a message is read raw, in the tree of its causes and effects, and against another one', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await playground.send('buyer');
  await expect(page.getByText(/POST \/orders · 8 hops · 201/)).toBeVisible();
  await playground.send('big spender');
  await expect(page.getByText(/POST \/orders · .* · 402/)).toBeVisible();
  await waterfall(page)
    .getByRole('button', { name: /^process_payment/ })
    .click();

  await message(page).getByRole('button', { name: 'Payload raw' }).click();
  await expect(message(page).getByRole('region', { name: 'Payload', exact: true })).toHaveText(
    /^\{"orderId":"\w+","amount":4000\}$/,
  );
  const tree = message(page).getByRole('region', { name: 'Cause and effects' });
  await expect(tree.getByRole('button').first()).toContainText('POST /orders');
  await expect(tree.getByRole('button', { name: /process_payment/ })).toHaveAttribute('aria-current', 'true');

  await message(page).getByRole('combobox', { name: 'Compare with another message' }).click();
  await page
    .getByRole('option', { name: /process_payment/ })
    .first()
    .click();
  const differences = message(page).getByRole('list', { name: 'Differences' });
  await expect(differences).toContainText('payload amount');
  await expect(differences).toContainText('4000');
  expect(await seriousFindings(page)).toEqual([]);

  await tree.getByRole('button', { name: /POST \/orders/ }).click();
  await expect(message(page).getByRole('heading', { name: 'POST /orders' })).toBeVisible();
});

test('a message is copied as a curl line that sends it again, and as the call of a client', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('failing-service');
  await playground.send('RpcException');
  await waterfall(page)
    .getByRole('button', { name: /^declined/ })
    .click();
  await copyAs(page, 'client.send(…)');
  await expect
    .poll(() => clipboard(page))
    .toMatch(/^const reply = await firstValueFrom\(client\.send\(\{ cmd: 'declined' \}, /);
  await copyAs(page, 'curl');
  await expect.poll(() => clipboard(page)).toMatch(/^curl -X POST '.*\/send'/);
  const body = /-d '(.*)'$/.exec(await clipboard(page))?.[1] ?? '';
  const answer = await page.request.post(`/api/sessions/${playground.session}/send`, {
    data: JSON.parse(body) as object,
  });
  expect(await answer.json()).toMatchObject({ ok: true, error: { status: 402, message: 'Card declined' } });
});

test('a trace and a message have a link that opens them in their view', async ({ page, context }) => {
  const playground = new Playground(page);
  await playground.openExample('failing-service');
  await playground.send('RpcException');
  await waterfall(page)
    .getByRole('button', { name: /^declined/ })
    .click();
  await message(page).getByRole('button', { name: 'Copy a link to this message' }).click();
  const link = await clipboard(page);
  await playground.send('plain Error');
  await expect(playground.tab('Messages')).toContainText('4');

  const second = new Playground(await context.newPage());
  await second.page.goto(link);
  await expect(message(second.page).getByRole('heading', { name: "{ cmd: 'declined' }" })).toBeVisible();
  await expect(second.tab('Messages')).toHaveAttribute('aria-selected', 'true');

  // Only a page in front may copy.
  await page.bringToFront();
  await playground.tab('Sequence').click();
  await page.getByRole('button', { name: 'Copy a link to this trace' }).click();
  await expect.poll(() => clipboard(page)).toContain('view=sequence');
  const traceLink = await clipboard(page);
  await second.page.goto(traceLink);
  await expect(second.tab('Sequence')).toHaveAttribute('aria-selected', 'true');
  await expect(second.page.getByText(/GET \/broken · 502/)).toBeVisible();

  await second.page.goto(link.replace(/#.*/, `#trace=${'0'.repeat(32)}`));
  await expect(second.page.getByText('What this link shows is not kept any more')).toBeVisible();
});

test('axe finds nothing serious on a compared message in the light theme', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('failing-service');
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await playground.send('RpcException');
  await playground.send('plain Error');
  await waterfall(page)
    .getByRole('button', { name: /^(broken|declined)/ })
    .click();
  await message(page).getByRole('combobox', { name: 'Compare with another message' }).click();
  await page.getByRole('option').first().click();
  expect(await seriousFindings(page)).toEqual([]);
});

async function copyAs(page: Page, item: string): Promise<void> {
  await message(page).getByRole('button', { name: 'Copy as' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}
