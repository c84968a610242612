import type { Browser } from '@playwright/test';

/** What somebody must see in a page before they can begin. */
export interface Sight {
  selector: string;
  count: number;
  /** What lies over it until then. */
  behind?: string;
}

export interface Loaded {
  /** What had come by then, packed as it was on the wire: documents, scripts and styles. */
  bytes: number;
  ms: number;
}

/** Opens the address with nothing in the cache, and looks with each frame until that is seen. */
export async function coldLoad(browser: Browser, address: string, sight: Sight): Promise<Loaded> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  // What runs this file names functions by a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (named) => named;');
  await page.addInitScript(markFirstDot);
  await page.goto(address, { waitUntil: 'commit' });
  const seen = await page.waitForFunction(({ selector, count, behind }) => {
    const isCovered = behind !== undefined && document.querySelector(behind) !== null;
    if (document.querySelectorAll(selector).length < count || isCovered) return undefined;
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const counted = entries.filter(
      (entry): entry is PerformanceResourceTiming =>
        entry instanceof PerformanceResourceTiming &&
        (entry.entryType === 'navigation' || /\.(js|css)$/.test(entry.name)),
    );
    return { bytes: counted.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0), ms: performance.now() };
  }, sight);
  const loaded = await seen.jsonValue();
  await context.close();
  if (loaded === undefined) throw new Error(`${sight.selector} was not seen.`);
  return loaded;
}

/** Runs in the page, which draws messages on a canvas: the first of them puts its mark on the document. */
function markFirstDot(): void {
  const pen = CanvasRenderingContext2D.prototype;
  pen.fill = new Proxy(pen.fill, {
    apply: (fill, context: CanvasRenderingContext2D, args) => {
      if (context.canvas.dataset['testid'] === 'message-overlay') document.documentElement.dataset['dot'] = 'drawn';
      return Reflect.apply(fill, context, args);
    },
  });
}

export const ourBoxes = (count: number): Sight => ({
  // Boxes are hidden until they are measured.
  selector: '.react-flow__node:not([style*="hidden"])',
  count,
});
export const ourFirstDot: Sight = { selector: '[data-dot]', count: 1 };
export const redBoxes = (count: number): Sight => ({
  selector: '#red-ui-workspace-chart .red-ui-flow-node-group',
  count,
  behind: '#red-ui-loading-progress:not([style*="none"])',
});
/** In the list of its debug messages, whether that is open or not. */
export const redFirstMessage: Sight = { selector: '.red-ui-debug-msg', count: 1 };
