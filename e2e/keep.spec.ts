import { expect, test, type Page } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import { Playground } from './Playground.ts';

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
/** The one in the header. */
const nameField = (page: Page) => page.getByRole('banner').getByLabel('Name of the flow');
const rename = async (page: Page, name: string): Promise<void> => {
  await nameField(page).fill(name);
  await nameField(page).press('Enter');
  await expect(page.getByTestId('saved')).toHaveText('Saved');
};
const fromMenu = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: 'Flow menu' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

test('what is drawn is saved, listed, renamed, duplicated, deleted and brought back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await rename(page, 'My first');
  await playground.openExample('fan-out');
  await rename(page, 'My second');
  await fromMenu(page, 'All my flows…');
  const flows = dialog(page, 'Flows');
  const row = (name: string) => flows.getByRole('listitem', { name });
  await expect(row('My first')).toBeVisible();
  await expect(row('My second')).toContainText('open here');
  await row('My first').getByRole('button', { name: 'Rename My first' }).click();
  await flows.getByLabel('New name of My first').fill('Renamed');
  await flows.getByLabel('New name of My first').press('Enter');
  await expect(row('Renamed')).toBeVisible();
  await row('Renamed').getByRole('button', { name: 'Duplicate Renamed' }).click();
  await expect(row('Copy of Renamed')).toBeVisible();
  await row('Copy of Renamed').getByRole('button', { name: 'Delete Copy of Renamed' }).click();
  await expect(flows.getByText('Copy of Renamed was deleted')).toBeVisible();
  await flows.getByRole('button', { name: 'Undo' }).click();
  await row('Copy of Renamed').getByRole('link').click();
  await playground.isLive();
  await expect(nameField(page)).toHaveValue('Copy of Renamed');
  await expect(playground.box('pong')).toBeVisible();
});

test('an earlier version comes back, and undo takes that back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await rename(page, 'Changed');
  await fromMenu(page, 'History…');
  const history = dialog(page, 'History of this flow');
  await expect(history.getByRole('listitem')).toHaveCount(2);
  await history.getByRole('listitem', { name: 'As it was opened' }).getByRole('button', { name: 'Restore' }).click();
  await expect(history).toBeHidden();
  await expect(nameField(page)).toHaveValue(pingPong.name);
  await playground.undo();
  await expect(nameField(page)).toHaveValue('Changed');
});

test('a read-only link shows everything live, changes nothing, makes a copy, and can be revoked', async ({
  page,
  context,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  await page.getByRole('button', { name: 'Share' }).click();
  const share = dialog(page, 'Share');
  await expect(share.getByLabel('edit link', { exact: true })).toHaveValue(page.url());
  await share.getByRole('button', { name: 'Make a read-only link' }).click();
  const link = await share.getByLabel('read-only link', { exact: true }).inputValue();
  expect(link).toMatch(/\/v\/[\w-]+$/);
  const guest = await context.newPage();
  await guest.goto(link);
  const theirs = new Playground(guest);
  await theirs.isLive();
  await expect(guest.getByTestId('saved')).toHaveText('Read only');
  await expect(nameField(guest)).not.toBeEditable();
  await page.keyboard.press('Escape');
  await rename(page, 'Seen by both');
  await expect(nameField(guest)).toHaveValue('Seen by both');
  const copying = await context.newPage();
  await copying.goto(link);
  await new Playground(copying).isLive();
  await fromMenu(copying, 'Make my own copy');
  await expect(copying).toHaveURL(/\/s\//);
  await new Playground(copying).isLive();
  await rename(copying, 'Mine');
  await page.getByRole('button', { name: 'Share' }).click();
  await share.getByRole('button', { name: 'Revoke' }).click();
  await expect(guest.getByText('This link was revoked')).toBeVisible();
  await expect(nameField(page)).toHaveValue('Seen by both');
});

test('a flow travels inside a link, and in a file', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('order-saga');
  await page.getByRole('button', { name: 'Share' }).click();
  const share = dialog(page, 'Share');
  const link = await share.getByLabel('link with the flow inside', { exact: true }).inputValue();
  expect(link.length).toBeLessThan(2000);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    share.getByRole('button', { name: 'Download JSON' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('order-saga.patchbay.json');
  const path = await file.path();
  const flowAt = async (): Promise<unknown> => {
    const response = await page.request.get(`/api/sessions/${playground.session}`);
    return ((await response.json()) as { flow: unknown }).flow;
  };
  const original = await flowAt();
  const first = playground.session;
  // A navigation to the same page with another fragment would not load it anew.
  await page.goto('about:blank');
  await page.goto(link);
  await playground.isLive();
  expect(playground.session).not.toBe(first);
  expect(await flowAt()).toEqual(original);
  await fromMenu(page, 'All my flows…');
  const second = playground.session;
  await dialog(page, 'Flows').locator('input[type=file]').setInputFiles(path);
  await expect(page).not.toHaveURL(new RegExp(second));
  await playground.isLive();
  expect(await flowAt()).toEqual(original);
  await page.goto('about:blank');
  await page.goto(link.slice(0, -30));
  await expect(page.getByText('This link is damaged')).toBeVisible();
});

test('changes made while the server is out of reach wait, and are applied when it is back', async ({
  page,
  context,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  const other = await context.browser()?.newContext();
  if (other === undefined) throw new Error('There is no browser');
  const second = await other.newPage();
  await second.goto(page.url());
  await new Playground(second).isLive();
  const cdp = await cutOff(page);
  await nameField(page).fill('Offline');
  await nameField(page).press('Enter');
  await expect(page.getByTestId('saved')).toHaveText('Not saved');
  await cdp.back();
  await expect(page.getByTestId('saved')).toHaveText('Saved');
  await expect(nameField(second)).toHaveValue('Offline');
  await other.close();
});

/** Takes the page off the network, open sockets included, and gives it back. */
async function cutOff(page: Page): Promise<{ back: () => Promise<void> }> {
  await page.context().setOffline(true);
  await expect(page.getByText('The connection to the server is lost')).toBeVisible();
  return { back: () => page.context().setOffline(false) };
}
