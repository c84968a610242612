import { expect, test } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

for (const scheme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious on any panel in the ${scheme} theme`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.openExample('order-saga');
    if (scheme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
    await playground.send('big spender');
    await expect(page.getByText(/POST \/orders · .* · 402/)).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await playground.wire('PAYMENTS').click();
    for (const tab of ['Faults', 'Send', 'Policy']) {
      await playground.tab(tab).click();
      expect(await seriousFindings(page)).toEqual([]);
    }
    await playground
      .box('orders')
      .getByRole('button', { name: /create_order/ })
      .click();
    await page.getByRole('button', { name: /^Step 2/ }).click();
    await playground.tab('Messages').click();
    expect(await seriousFindings(page)).toEqual([]);
    await playground.tab('Problems').click();
    await playground.box('redis').getByText('redis', { exact: true }).click();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test(`axe finds nothing serious in anything that opens above the page in the ${scheme} theme`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.openExample('ping-pong');
    if (scheme === 'light') await page.getByRole('button', { name: 'Use the light theme' }).click();
    const isClean = async (): Promise<void> => {
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press('Escape');
    };
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Find or do anything' })).toBeFocused();
    await isClean();
    await page.keyboard.press('Shift+?');
    await expect(page.getByRole('dialog', { name: 'All keys' })).toBeVisible();
    await isClean();
    await playground.box('pong').getByText('pong', { exact: true }).click({ button: 'right' });
    await expect(page.getByRole('menuitem', { name: /^Duplicate/ })).toBeVisible();
    await isClean();
    await playground.box('pong').focus();
    await page.keyboard.press('w');
    await expect(page.getByRole('combobox', { name: 'What does pong lead to?' })).toBeFocused();
    await isClean();
    await page.getByRole('button', { name: 'Break something' }).click();
    await expect(page.getByRole('combobox', { name: 'Which fault?' })).toBeFocused();
    await isClean();
    await page.keyboard.press('Control+a');
    await expect(page.getByText(/\d selected/)).toBeVisible();
    await isClean();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find or do anything' }).fill('take the tour');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('tour')).toBeVisible();
    await isClean();
  });
}

test('a service is added, wired, renamed, moved and deleted without a mouse', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openEmpty();
  const filter = page.getByRole('textbox', { name: 'Filter the palette' });
  await filter.fill('gateway');
  await filter.press('Enter');
  await filter.fill('tcp');
  await filter.press('Enter');
  await expect(playground.boxes).toHaveCount(2);
  await page.getByLabel('Wire from gateway', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Into service', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(playground.wire('SERVICE')).toBeVisible();
  await playground.box('service').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('F2');
  await page.keyboard.type('math');
  await page.keyboard.press('Enter');
  await expect(playground.box('math')).toHaveCount(1);
  const before = await playground.box('math').boundingBox();
  await playground.box('math').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await playground.box('math').boundingBox())?.x ?? 0).toBeGreaterThan(before?.x ?? 0);
  await page.keyboard.press('Delete');
  await expect(playground.boxes).toHaveCount(1);
  await expect(playground.wire('SERVICE')).toHaveCount(0);
});
