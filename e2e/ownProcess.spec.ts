import { expect, test, type Locator } from '@playwright/test';
import { Playground } from './Playground.ts';

/** The server under test runs on this machine, so its processes can be killed from here as from a terminal. */
const pidOn = async (mark: Locator): Promise<number> => Number(await mark.textContent());

test('a service gets a process of its own, is killed from a terminal, comes back, and is killed for good from the page', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  const pong = playground.box('pong');
  const mark = pong.getByRole('img', { name: /^A process of its own: \d+/ });
  const select = (): Promise<void> => pong.getByText('pong', { exact: true }).click();
  await pong.getByText('pong', { exact: true }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Run in its own process' }).click();
  await expect(mark).toBeVisible();
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 200/)).toBeVisible();

  await select();
  const first = await pidOn(mark);
  await expect(playground.inspector).toContainText(`kill -9 ${first}`);
  process.kill(first, 'SIGKILL');
  await expect(mark).toBeVisible();
  await expect(mark).not.toContainText(String(first));
  await expect(pong).not.toContainText('down');
  const second = await pidOn(mark);

  await playground.inspector.getByRole('button', { name: 'Kill', exact: true }).click();
  await expect(pong).toContainText('down');
  await expect(pong.getByRole('img', { name: 'A process of its own', exact: true })).toBeVisible();
  expect(() => process.kill(second, 0)).toThrow('ESRCH');
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 2 errors · 502/)).toBeVisible();

  await select();
  await playground.inspector.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(mark).toBeVisible();
  await playground.inspector.getByLabel('Process').click();
  await page.getByRole('option', { name: 'shared' }).click();
  await expect(mark).toBeHidden();
  await playground.send('you');
  await expect(page.getByText(/GET \/ping · 2 hops · 200/)).toBeVisible();
});
