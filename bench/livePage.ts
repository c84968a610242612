import type { Flow } from '../shared/flow/flow.ts';
import { livelySession, type LivelySession } from './livelySession.ts';
import type { ServedPage } from './servedPage.ts';

/** What came into an open page within some time. */
export interface Came {
  /** How old each event was when the frame was done in which it was drawn, in ms. */
  agesMs: number[];
  /** Events that the page was not told. */
  missed: number;
}

declare global {
  interface Window {
    benchCame: Came;
  }
}

export interface LivePage extends AsyncDisposable {
  offer: LivelySession['offer'];
  watch: (ms: number) => Promise<Came>;
}

/** A session with this flow in an open page. The page is as people get it; the bench only looks at what its socket brings. */
export async function livePage(served: ServedPage, flow: Flow): Promise<LivePage> {
  const context = await served.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  // What runs this file names functions by a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (named) => named;');
  await page.addInitScript(lookAtEvents);
  const session = await livelySession(served, flow);
  await page.goto(session.page);
  const services = Object.keys(flow.services).length;
  await page.waitForFunction((count) => document.querySelectorAll('.react-flow__node').length >= count, services);
  return {
    offer: session.offer,
    watch: async (ms) => {
      await page.evaluate(() => (window.benchCame = { agesMs: [], missed: 0 }));
      await page.waitForTimeout(ms);
      return page.evaluate(() => window.benchCame);
    },
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await session[Symbol.asyncDispose]();
    },
  };
}

/**
 * Runs in the page. Our listener is told of a batch in the same task as the page's own, which ask for a frame: what comes
 * after that frame comes when the batch is drawn. The clock of events and that of the page are the same machine's.
 */
function lookAtEvents(): void {
  window.benchCame = { agesMs: [], missed: 0 };
  window.WebSocket = new Proxy(window.WebSocket, {
    construct: (target, [url, protocols]: [string, string[] | undefined]) => {
      const socket = new target(url, protocols);
      socket.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string' || !data.startsWith('42["events"')) return;
        const atMs = Array.from(data.matchAll(/"atUs":(\d+)/g), ([, us]) => Number(us) / 1000);
        const missed = Number(/"missed":(-?\d+)/.exec(data)?.[1] ?? 0);
        requestAnimationFrame(() =>
          setTimeout(() => {
            const nowMs = Date.now();
            for (const ms of atMs) window.benchCame.agesMs.push(nowMs - ms);
            window.benchCame.missed += missed;
          }),
        );
      });
      return socket;
    },
  });
}

export const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Infinity;
