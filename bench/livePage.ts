import type { Browser, Page } from '@playwright/test';
import type { Flow } from '../shared/flow/flow.ts';
import { buildFlow } from './gestureSteps.ts';

/** So many services of the drawing are asked by a driver each, and then tell so many events each time. */
const talkers = 10;
const tells = 9;

/** A drawing in which messages move by themselves once `offer` has said how many. */
export function livelyFlow(services: number, wires: number): Flow {
  const flow = buildFlow(services, wires);
  for (let talker = 0; talker < talkers; talker += 1) {
    const index = Math.floor((talker * services) / talkers);
    const service = flow.services[`s${index}`];
    if (service === undefined) throw new Error(`${services} services are too few.`);
    const ways = Object.entries(flow.wires).filter(([, { from }]) => from === `s${index}`);
    service.listeners['web'] = { transport: 'http' };
    const steps = Array.from({ length: tells }, (_, step) => {
      const [wire, { to }] = ways[step % ways.length] ?? ['', { to: '' }];
      return { do: 'emit' as const, wire, pattern: `heard${to.slice(1)}`, data: '{ order: body.index }' };
    });
    service.handlers['talk'] = { on: { http: 'POST /' }, steps: [...steps, { do: 'reply', value: '1' }] };
    const position = { x: service.position.x, y: -300 };
    const load = { perSecond: 0, request: 'POST /' as const, data: '{ index }' };
    flow.drivers[`d${talker}`] = { name: `driver-${talker}`, position, to: `s${index}`, ...load };
  }
  return flow;
}

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
  page: Page;
  /** From now on so many messages move per second. */
  offer: (messagesPerSecond: number) => Promise<void>;
  watch: (ms: number) => Promise<Came>;
}

/** A session with this flow in an open page. The page is as people get it; the bench only looks at what its socket brings. */
export async function livePage(browser: Browser, address: string, flow: Flow): Promise<LivePage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  // What runs this file names functions by a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (named) => named;');
  await page.addInitScript(lookAtEvents);
  const opened = await page.request.post(`${address}/api/sessions`, { data: { flow } });
  const { id } = (await opened.json()) as { id: string };
  let revision = 0;
  await page.goto(`${address}/s/${id}`);
  const services = Object.keys(flow.services).length;
  await page.waitForFunction((count) => document.querySelectorAll('.react-flow__node').length >= count, services);
  return {
    page,
    offer: async (messagesPerSecond) => {
      const value = messagesPerSecond / talkers / (1 + tells);
      const set = { edit: 'set', part: 'drivers', field: 'perSecond', value };
      const edits = Object.keys(flow.drivers).map((driver) => ({ ...set, id: driver }));
      const answer = await page.request.post(`${address}/api/sessions/${id}/edits`, { data: { revision, edits } });
      if (!answer.ok()) throw new Error(await answer.text());
      ({ revision } = (await answer.json()) as { revision: number });
    },
    watch: async (ms) => {
      await page.evaluate(() => (window.benchCame = { agesMs: [], missed: 0 }));
      await page.waitForTimeout(ms);
      return page.evaluate(() => window.benchCame);
    },
    [Symbol.asyncDispose]: async () => {
      await page.request.delete(`${address}/api/sessions/${id}`);
      await context.close();
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
