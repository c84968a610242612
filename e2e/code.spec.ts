import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

test('the code of a wire follows its policies, and can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await playground.wire('PAYMENTS').click();
  await playground.tab('Code').click();
  const code = playground.inspector.getByRole('textbox', { name: 'Code of payments.client.ts' });
  await expect(code).toContainText('timeout({ each: 2_000 })');
  await playground.tab('Policy').click();
  await playground.inspector.getByLabel('timeout, ms').fill('1500');
  await page.keyboard.press('Enter');
  await playground.tab('Code').click();
  await expect(code).toContainText('timeout({ each: 1_500 })');
  await playground.inspector.getByRole('button', { name: 'Copy payments.client.ts' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('export class PaymentsClient {');
});

test('services and handlers show their code, found by key or by menu', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await playground.box('users').getByText('users', { exact: true }).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill('show its code');
  await page.keyboard.press('Enter');
  const inspector = playground.inspector;
  await expect(inspector.getByRole('textbox', { name: 'Code of users.module.ts' })).toContainText('class UsersModule');
  await playground.openHandler('users', "{ cmd: 'get_user' }");
  await playground.tab('Code').click();
  await expect(inspector.getByRole('textbox', { name: 'Code of users.service.ts' })).toContainText(
    "if (data.id === 'u1') {",
  );
  expect(await seriousFindings(page)).toEqual([]);
});

test('the export shows every file, finds what is in them, and is taken along as a zip', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.send('you');
  await expect(page.getByTestId('announcements')).toContainText('answered 200');
  await page.getByRole('button', { name: 'Export NestJS' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export NestJS' });
  await expect(dialog.getByRole('textbox', { name: 'Text of README.md' })).toContainText('Ping-pong');
  await dialog.getByRole('textbox', { name: 'Search the project' }).fill('youSaid');
  await dialog.getByRole('button', { name: /^apps\/pong\/src\/pong\.service\.ts/ }).click();
  await expect(dialog.getByRole('textbox', { name: 'Text of apps/pong/src/pong.service.ts' })).toContainText(
    "return { text: 'pong', youSaid: data.text };",
  );
  await dialog.getByRole('textbox', { name: 'Search the project' }).fill('e2e-spec');
  await dialog.getByRole('button', { name: /^test\/app\.e2e-spec\.ts/ }).click();
  // What the driver got on the canvas is what the exported test expects.
  await expect(dialog.getByRole('textbox', { name: 'Text of test/app.e2e-spec.ts' })).toContainText(
    "expect(answer).toEqual({ status: 200, body: { text: 'pong'",
  );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download zip' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('ping-pong.zip');
  const zip = readFileSync(await download.path());
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  expect(zip.includes('ping-pong/apps/pong/src/pong.service.ts')).toBe(true);
});

test('the tree of files is walked with the keys', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await page.getByRole('button', { name: 'Export NestJS' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export NestJS' });
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole('treeitem', { name: 'README.md' }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Text of patchbay.json' })).toContainText('"version": 1');
});
