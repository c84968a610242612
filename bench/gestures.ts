import { gridFlow } from '../shared/testing/gridFlow.ts';
import { gestures } from './gestureSteps.ts';
import type { Figure, Sides } from './figure.ts';
import { longestTask } from './ownTasks.ts';
import { servedPage, type ServedPage } from './servedPage.ts';

/** The longest that the page's own code may run without a pause while somebody draws. */
const budgetMs = 50;

/**
 * 200 services and 400 wires are dragged, boxed, selected, pasted and undone: the longest the page's own code ran without a
 * pause, beside the 50 ms after which people feel it. Time is that of the page's thread, so that what else the machine does
 * does not count. Both sides are given as turns per second, so that more is better.
 */
export const canvasGestures: Figure = {
  name: 'canvas-gestures',
  says: 'Longest task of the page itself while drawing with 200 services and 400 wires / 50 ms, turns per second',
  target: 1,
  prepare,
};

async function prepare(): Promise<Sides> {
  const page = await servedPage();
  return {
    ours: async () => 1000 / (await longestOf(page)),
    reference: () => Promise.resolve(1000 / budgetMs),
    [Symbol.asyncDispose]: () => page[Symbol.asyncDispose](),
  };
}

async function longestOf({ browser, url }: ServedPage): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const answer = await page.request.post(`${url}/api/sessions`, { data: { flow: gridFlow(200, 400) } });
  const { id } = (await answer.json()) as { id: string };
  await page.goto(`${url}/s/${id}`);
  await page.waitForFunction(() => document.querySelectorAll('.react-flow__node').length === 200);
  // What loading takes is another figure.
  await page.waitForFunction(() => performance.now() > 6000);
  let longest = 0;
  for (const [name, gesture] of Object.entries(gestures)) {
    const worst = await longestTask(browser, page, () => gesture(page));
    console.log(`  ${name}: ${Math.round(worst)} ms`);
    longest = Math.max(longest, worst);
  }
  await context.close();
  return Math.max(1, longest);
}
