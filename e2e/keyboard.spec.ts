import { expect, test } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { Playground } from './Playground.ts';

test('who closes a dialog by Escape goes on where they were', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  const escapes = async (): Promise<void> => {
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  for (const name of ['Share', 'Export NestJS', 'Compare…', 'What each does']) {
    const button = page.getByRole('button', { name });
    await button.focus();
    await page.keyboard.press('Enter');
    await escapes();
    await expect(button).toBeFocused();
  }
  await playground.box('pong').focus();
  await page.keyboard.press('Control+k');
  await escapes();
  await expect(playground.box('pong')).toBeFocused();
  await page.getByRole('button', { name: 'Flow menu' }).press('Enter');
  await page.getByRole('menuitem', { name: 'All my flows…' }).press('Enter');
  await escapes();
  await expect(page.locator('body')).not.toBeFocused();
});

test('Ctrl K puts what is called so first, and a menu deletes nothing by Enter alone', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill('kill');
  await expect(page.getByRole('option').first()).toHaveText(/^Break: Kill/);
  await page.keyboard.press('Escape');
  await playground.box('pong').getByRole('button', { name: /ping/ }).click({ button: 'right' });
  await expect(page.getByRole('menuitem').first()).toHaveText(/breakpoint/);
  await expect(page.getByRole('menuitem').last()).toHaveText(/^Delete/);
});

test('Escape leaves the past first, and then the time bar', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await playground.sendOver('pong', { cmd: 'ping' }, {});
  await expect(page.getByText(/ · 1 hop/)).toBeVisible();
  await page.getByRole('button', { name: 'Look back' }).press('Enter');
  const track = page.getByRole('slider', { name: 'Moment' });
  await expect(track).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('time-clock')).not.toHaveText('now');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('time-clock')).toHaveText('now');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('time-bar')).toHaveCount(0);
});

test('the first Tab offers to skip all that stands before the canvas', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('button', { name: 'Skip to the canvas' });
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('canvas')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('.react-flow__node:focus')).toHaveCount(1);
});

test('keys that are meant for a dialog do nothing to what lies behind it', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await playground.box('pong').getByText('pong', { exact: true }).click();
  const before = await playground.drawn();
  // At once, as one types who knows where Ctrl K leads: the dialog may still be on its way.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tar');
  await expect(page.getByRole('combobox', { name: 'Find or do anything' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('dialog', { name: 'Share' }).getByRole('button', { name: 'Close' })).toBeFocused();
  for (const key of ['t', 'r', 'Delete']) await page.keyboard.press(key);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await playground.drawn()).toEqual(before);
  await expect(page.getByRole('button', { name: 'End the recording' })).toHaveCount(0);
});

test('Space does one thing: it selects the box that one came to by keyboard, and pauses the picture elsewhere', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  const pause = page.getByRole('button', { name: 'Pause the picture' });
  const resume = page.getByRole('button', { name: 'Resume the picture' });
  await playground.box('pong').focus();
  await page.keyboard.press('Space');
  await expect(playground.inspector.getByRole('textbox', { name: 'Name', exact: true }).first()).toHaveValue('pong');
  await expect(pause).toBeVisible();
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Space');
  await expect(resume).toBeVisible();
  // Who clicks on a box has selected it by that.
  await playground.box('pong').getByText('pong', { exact: true }).click();
  await page.keyboard.press('Space');
  await expect(pause).toBeVisible();
});

test('what removes a row of the inspector never removes the service, and the keyboard stays in the list', async ({
  page,
}) => {
  const { services } = pingPong;
  const reply = (message: string): Flow['services'][string]['handlers'][string] => ({
    on: { message },
    steps: [{ do: 'reply', value: '1' }],
  });
  const handlers = { a: reply('a'), b: reply('b'), c: reply('c'), d: reply('d'), e: reply('e') };
  const playground = new Playground(page);
  await playground.openFlow({
    ...pingPong,
    services: { ...services, ...(services['pong'] && { pong: { ...services['pong'], handlers } }) },
  });
  await playground.box('pong').getByText('pong', { exact: true }).click();
  const row = (name: string) => playground.inspector.getByRole('button', { name: `Open handler ${name}`, exact: true });
  const left = async (): Promise<string[]> => Object.keys((await playground.drawn()).services['pong']?.handlers ?? {});
  await row('b').focus();
  await page.keyboard.press('Backspace');
  await expect(row('c')).toBeFocused();
  await expect.poll(left).toEqual(['a', 'c', 'd', 'e']);
  await playground.inspector.getByRole('button', { name: 'Remove handler e' }).click();
  await expect(row('d')).toBeFocused();
  // One press, however long, is one row.
  await page.keyboard.down('Delete');
  await page.keyboard.down('Delete');
  await expect(row('c')).toBeFocused();
  await page.keyboard.up('Delete');
  await expect.poll(left).toEqual(['a', 'c']);
  for (const key of ['Delete', 'Backspace', 'Delete', 'Backspace']) await page.keyboard.press(key);
  await expect(playground.inspector.getByRole('button', { name: 'Add handler' })).toBeFocused();
  await expect.poll(left).toEqual([]);
  await expect(playground.box('pong')).toHaveCount(1);
});
