import { expect, test } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

test('a driver sends a load that is set in the inspector, stops by itself, and sends it again', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.box('you').getByText('you', { exact: true }).click();
  const { inspector } = playground;
  const set = async (label: string, value: string): Promise<void> => {
    await inspector.getByRole('spinbutton', { name: label, exact: true }).fill(value);
    await page.keyboard.press('Enter');
  };
  await expect(inspector.getByText('0: sends only when you press Send.')).toBeVisible();
  await set('per second', '100');
  await set('at once, at most', '5');
  await set('burst of', '10');
  await expect(inspector.getByText(/^Of each burst of 10, "you" passes over 5/)).toBeVisible();
  await set('burst of', '2');
  await expect(inspector.getByText(/^Of each burst/)).toHaveCount(0);
  await set('ramp up, s', '0.2');
  await set('stop after, s', '20');
  await set('stop after requests', '12');
  const counts = inspector.getByTestId('driver-counts');
  await expect(counts).toContainText(/^12 sent.* · stopped$/);
  await inspector.getByRole('button', { name: 'Send again from the beginning' }).click();
  await expect(playground.tab('Messages')).toContainText(/\d{2,}/);
  await expect(counts).toContainText(/^12 sent.* · stopped$/);
  expect(await seriousFindings(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/load-dark.png' });
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await set('stop after requests', '');
  await expect(inspector.getByRole('button', { name: 'Stop sending' })).toBeVisible();
  await inspector.getByRole('button', { name: 'Stop sending' }).click();
  await expect(counts).toContainText(' · stopped');
});
