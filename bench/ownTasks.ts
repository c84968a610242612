import type { Browser, Page } from '@playwright/test';

interface TraceEntry {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** µs */
  ts: number;
  dur: number;
  /** µs that the thread ran: without what other processes took from it meanwhile */
  tdur?: number;
  args: { name?: string };
}

/** What a browser does of its own accord inside a task: layout, painting, and finding out what lies under the pointer. */
const ofTheBrowser = new Set([
  'Layout',
  'UpdateLayoutTree',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'HitTest',
  'UpdateLayerTree',
  'CompositeLayers',
]);

const categories = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'];

/** The longest task of the page's own code while something is done, in ms of its thread. */
export async function longestTask(browser: Browser, page: Page, act: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories });
  await act();
  const trace = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEntry[] };
  const threads = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const entries = trace.traceEvents.filter(({ ph, pid, tid }) => ph === 'X' && threads.has(`${pid} ${tid}`));
  const spent = entries.filter(({ name }) => ofTheBrowser.has(name));
  const tasks = entries.filter(({ name, tdur = 0 }) => name.endsWith('RunTask') && tdur > 5000);
  return Math.max(0, ...tasks.map((task) => ((task.tdur ?? 0) - within(task, spent)) / 1000));
}

/** What these took of a task; of those inside each other only the outer one counts. */
function within(task: TraceEntry, entries: readonly TraceEntry[]): number {
  const inside = entries
    .filter(({ pid, tid, ts, dur }) => isSame(task, { pid, tid }) && ts >= task.ts && ts + dur <= task.ts + task.dur)
    .toSorted((a, b) => a.ts - b.ts);
  let sum = 0;
  let end = 0;
  for (const { ts, dur, tdur = 0 } of inside) {
    if (ts < end) continue;
    sum += tdur;
    end = ts + dur;
  }
  return sum;
}

const isSame = (a: Pick<TraceEntry, 'pid' | 'tid'>, b: Pick<TraceEntry, 'pid' | 'tid'>): boolean =>
  a.pid === b.pid && a.tid === b.tid;
