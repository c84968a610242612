import { expect, test, type Page } from '@playwright/test';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { seriousFindings } from './axe.ts';
import { Playground } from './Playground.ts';

/** `you` sends so many a second until told to stop, or so many in all. */
function loaded(load: { perSecond: number; stopAfterRequests?: number }): Flow {
  const flow = structuredClone(pingPong);
  const you = flow.drivers['you'];
  if (you !== undefined) flow.drivers['you'] = { ...you, ...load };
  const ping = flow.services['pong']?.handlers['ping'];
  if (ping !== undefined) ping.steps = [{ do: 'reply', value: "{ text: 'x'.repeat(2000) }" }];
  return flow;
}

const act = (page: Page, session: string, action: 'start' | 'stop') =>
  page.request.post(`/api/sessions/${session}/drivers/you/${action}`);

test('above what one can read the canvas shows whole traces and says how many', async ({ page }) => {
  const playground = new Playground(page);
  await playground.openFlow(loaded({ perSecond: 200 }));
  const mark = page.getByTestId('sample-mark');
  // It sends as soon as it is drawn.
  await act(page, playground.session, 'stop');
  await expect(mark).toHaveText('');
  await act(page, playground.session, 'start');
  await expect(mark).toHaveText(/^Showing 1 in \d+ traces, and all with errors; counters are exact$/);
  await expect(page.getByTestId('overlay-dots')).toContainText(/request/);
  expect(await seriousFindings(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/sampling-dark.png' });
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.screenshot({ path: 'test-results/sampling-light-1024.png' });
  expect(await seriousFindings(page)).toEqual([]);
  await act(page, playground.session, 'stop');
  await expect(mark).toHaveText('');
});

test('behind 50 kB a second the page says what its connection leaves out, until it gets all again', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const playground = new Playground(page);
  await playground.openFlow(loaded({ perSecond: 100, stopAfterRequests: 600 }));
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 10,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  });
  await act(page, playground.session, 'start');
  const mark = page.getByTestId('sample-mark');
  await expect(mark.getByTitle(/no room for every event/)).toBeVisible({ timeout: 60_000 });
  await expect(mark).toHaveText(/^Showing 1 in \d+ traces, .*; counters are exact$/);
  // All that was sent is over, and the page is told of all again.
  await expect(mark).toHaveText('', { timeout: 60_000 });
});
