import { expect, test } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import { Playground } from './Playground.ts';

test('whoever came by the read-only link is told so, has nothing to draw with, and gets a copy at one click', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.openFlow(pingPong);
  const links = await page.request.put(`/api/sessions/${playground.session}/links/view`);
  await page.goto(((await links.json()) as { view: string }).view);
  await playground.isLive();
  await expect(page.getByTestId('saved').getByText('Read only')).toBeInViewport();
  await expect(page.getByRole('textbox', { name: 'Filter the palette' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(playground.inspector).toContainText('Make your own copy to send, to change and to break something');
  // No field that would take what is typed and throw it away.
  await playground.box('pong').getByText('pong', { exact: true }).dblclick();
  await expect(playground.inspector).toContainText('Handlers');
  await expect(playground.box('pong').getByRole('textbox')).toHaveCount(0);
  await page.getByRole('banner').getByRole('button', { name: 'Make my own copy' }).click();
  await expect(page).toHaveURL(/\/s\//);
  await playground.isLive();
  await expect(page.getByRole('textbox', { name: 'Filter the palette' })).toBeVisible();
});

test('on a phone the waterfall has the width of the page, and the traces stand below it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const playground = new Playground(page);
  await playground.openExample('ping-pong');
  await playground.sendOver('pong', { cmd: 'ping' }, {});
  const waterfall = page.getByRole('region', { name: 'Waterfall' });
  await expect(waterfall).toBeVisible();
  const traces = page.getByRole('navigation', { name: 'Traces' });
  const [above, below] = [await waterfall.boundingBox(), await traces.boundingBox()];
  expect(above?.width).toBe(390);
  await expect(page.getByRole('button', { name: 'Hide what happened' })).toBeInViewport();
  await page.getByRole('tab', { name: 'Problems' }).click();
  await expect(page.getByText('Nothing is wrong with the drawing.')).toBeInViewport();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0) - 1);
});
