import type { Browser } from '@playwright/test';
import { emptyPage } from './emptyPage.ts';
import type { Figure, Sides } from './figure.ts';
import { buildFlow } from './gestureSteps.ts';
import { servedPage } from './servedPage.ts';

/** So many boxes, on our page and on the least one. */
const boxes = 10;

/** What the page takes of the wire until its canvas is live: document, scripts and styles, packed. Fonts come on top, on any page. */
export const pageBytes: Figure = {
  name: 'page-bytes',
  says: 'Bytes of a cold page to a live canvas, packed, fonts apart: a minimal React Flow page / ours, pages per MB',
  target: 1 / 2.3,
  prepare: () => prepare(({ bytes }) => 1_000_000 / bytes),
};

/** The least page stands for Node-RED's editor, which takes some ten times as long as it: a quarter of that is the target. */
export const pageTime: Figure = {
  name: 'page-time',
  says: 'Time of a cold page to a live canvas: ours / a minimal React Flow page with as many boxes, pages per second',
  target: 0.4,
  prepare: () => prepare(({ liveMs }) => 1000 / liveMs),
};

interface Loaded {
  bytes: number;
  liveMs: number;
}

async function prepare(rate: (loaded: Loaded) => number): Promise<Sides> {
  const page = await servedPage();
  const empty = await emptyPage();
  const answer = await fetch(`${page.address}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ flow: buildFlow(boxes, boxes) }),
  });
  const { id } = (await answer.json()) as { id: string };
  return {
    ours: async () => rate(await coldLoad(page.browser, `${page.address}/s/${id}`)),
    reference: async () => rate(await coldLoad(page.browser, `${empty.address}/?boxes=${boxes}`)),
    [Symbol.asyncDispose]: async () => {
      await page[Symbol.asyncDispose]();
      await empty[Symbol.asyncDispose]();
    },
  };
}

/** Opens the address with nothing in the cache. Live is the canvas when all its boxes are seen; what had come by then counts. */
async function coldLoad(browser: Browser, address: string): Promise<Loaded> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'commit' });
  const live = await page.waitForFunction((count) => {
    const seen = [...document.querySelectorAll<HTMLElement>('.react-flow__node')];
    if (seen.filter(({ style }) => style.visibility !== 'hidden').length !== count) return undefined;
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const loaded = entries.filter(
      (entry): entry is PerformanceResourceTiming =>
        entry instanceof PerformanceResourceTiming &&
        (entry.entryType === 'navigation' || /\.(js|css)$/.test(entry.name)),
    );
    return {
      bytes: loaded.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      liveMs: performance.now(),
    };
  }, boxes);
  const loaded = await live.jsonValue();
  await context.close();
  if (loaded === undefined) throw new Error('The canvas did not come to life.');
  return loaded;
}
