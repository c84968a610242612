import type { Page } from '@playwright/test';
import { ourBoxes } from './coldLoad.ts';
import { emptyPage } from './emptyPage.ts';
import type { Figure } from './figure.ts';
import { livelyFlow, livelySession, type LivelySession } from './livelySession.ts';
import { p95 } from './livePage.ts';
import { longestTask } from './ownTasks.ts';
import { pan } from './pan.ts';
import { servedPage, type ServedPage } from './servedPage.ts';

interface Drawing {
  services: number;
  wires: number;
  perSecond: number;
}

const panMs = 2500;
/** As large as the canvas of our page is between its panels. */
const canvasSize = { width: 920, height: 560 };
const wholeSize = { width: 1440, height: 900 };

/**
 * The view of a large drawing is moved while messages run through it. The reference is an empty React Flow with as many boxes
 * and lines on as large a canvas, moved the same way beside the same services, which go on talking.
 */
export const frames = ({ services, wires, perSecond }: Drawing, target: number): Figure => ({
  name: `frames-${services}-${perSecond}`,
  says: `Frames while panning over ${services} services, ${wires} wires, ${perSecond} messages/s: ours / an empty React Flow with the same graph, p95, per second`,
  target,
  prepare: async () => {
    const served = await servedPage();
    const session = await talking(served, { services, wires, perSecond });
    const empty = await emptyPage();
    const p95PerSecond = (address: string, boxes: number, size: typeof canvasSize): Promise<number> =>
      withPage(served, { address, boxes, size }, async (page) => 1000 / p95(await pan(page, panMs)));
    return {
      ours: () => p95PerSecond(session.page, services, wholeSize),
      reference: () => p95PerSecond(`${empty.address}/?boxes=${services}&wires=${wires}`, services, canvasSize),
      [Symbol.asyncDispose]: async () => {
        await empty[Symbol.asyncDispose]();
        await served[Symbol.asyncDispose]();
      },
    };
  },
});

const budgetMs = 50;

/** The longest the page's own code runs without a pause meanwhile, in time of its thread. */
export const framesTask = ({ services, wires, perSecond }: Drawing): Figure => ({
  name: `frames-task-${services}-${perSecond}`,
  says: `Longest task of the page itself while panning over ${services} services, ${wires} wires, ${perSecond} messages/s / ${budgetMs} ms, turns per second`,
  target: 1,
  prepare: async () => {
    const served = await servedPage();
    const session = await talking(served, { services, wires, perSecond });
    const ours = { address: session.page, boxes: services, size: wholeSize };
    return {
      ours: () =>
        withPage(served, ours, async (page) => {
          const longestMs = await longestTask(served.browser, page, async () => void (await pan(page, panMs)));
          return 1000 / Math.max(1, longestMs);
        }),
      reference: () => Promise.resolve(1000 / budgetMs),
      [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
    };
  },
});

async function talking(served: ServedPage, { services, wires, perSecond }: Drawing): Promise<LivelySession> {
  try {
    const session = await livelySession(served, livelyFlow(services, wires));
    await session.offer(perSecond);
    return session;
  } catch (error) {
    // So many services may be too much for the machine: what is measured next must not find this server still at it.
    await served[Symbol.asyncDispose]();
    throw error;
  }
}

interface Opened {
  address: string;
  boxes: number;
  size: typeof canvasSize;
}

/** What is measured in a page of its own, once it has settled: what loading takes is another figure. */
async function withPage<T>(
  { browser }: ServedPage,
  { address, boxes, size }: Opened,
  act: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  await page.addInitScript('globalThis.__name = (named) => named;');
  await page.goto(address);
  await page.waitForFunction(
    ({ selector, count }) => document.querySelectorAll(selector).length >= count && performance.now() > 5000,
    ourBoxes(boxes),
  );
  const measured = await act(page);
  await context.close();
  return measured;
}
