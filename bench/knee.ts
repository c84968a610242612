/**
 * npx tsx bench/knee.ts: not a figure beside a target but how far one server goes. Sessions of 10 services until it takes no more,
 * then services in one session. What it prints is the ground of "Where the knee is" in docs/performance.md.
 */
import { performance } from 'node:perf_hooks';
import { cpuMs, memoryMib, startLiveServer, type LiveServer } from './liveServer.ts';
import { call, open, type Opened } from './sessionScale.ts';

const calls = 200;
const firstCalls = 40;
const idleMs = 5000;
const sessionSteps = [1, 10, 50, 100];
const serviceSteps = [1, 10, 50, 200];

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** One at a time, in turn in each session, when all of them have done so before. */
async function callsMs(server: LiveServer, sessions: readonly Opened[]): Promise<number[]> {
  const send = ({ id }: Opened): Promise<unknown> => server.ask('POST', `/api/sessions/${id}/send`, call);
  for (let count = 0; count < firstCalls; count += 1) await Promise.all(sessions.map(send));
  const taken: number[] = [];
  while (taken.length < calls) {
    for (const session of sessions) {
      const startMs = performance.now();
      await send(session);
      taken.push(performance.now() - startMs);
    }
  }
  return taken;
}

/** Of one core, while nobody asks for anything. */
async function idleShare(pids: readonly number[]): Promise<number> {
  const used = async (): Promise<number> => (await Promise.all(pids.map(cpuMs))).reduce((sum, ms) => sum + ms, 0);
  const before = await used();
  const startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  return ((await used()) - before) / (performance.now() - startMs);
}

async function sessions(): Promise<void> {
  await using server = await startLiveServer();
  const opened: Opened[] = [];
  console.log(
    '| sessions of 10 services | open: median, p95 | a call: median, p95 | runner, server | idle, of a core |',
  );
  for (const step of sessionSteps) {
    const from = opened.length;
    while (opened.length < step) opened.push(await open(server, 10, opened));
    const openMs = opened.slice(from).map(({ ms }) => ms);
    const took = await callsMs(server, opened);
    const runners = await Promise.all(opened.map(({ pid }) => memoryMib(pid)));
    const idle = await idleShare([server.pid, ...opened.map(({ pid }) => pid)]);
    console.log(
      `| ${step} | ${at(openMs, 0.5).toFixed(0)}, ${at(openMs, 0.95).toFixed(0)} ms ` +
        `| ${at(took, 0.5).toFixed(1)}, ${at(took, 0.95).toFixed(1)} ms ` +
        `| ${at(runners, 0.5).toFixed(0)}, ${(await memoryMib(server.pid)).toFixed(0)} MiB | ${(idle * 100).toFixed(1)} % |`,
    );
  }
  const refusal = await open(server, 10, opened).then(
    () => 'It takes another one.',
    (error: unknown) => String(error),
  );
  console.log(`The next one: ${refusal}`);
}

async function services(): Promise<void> {
  console.log('| services in a session | open | runner |');
  for (const step of serviceSteps) {
    await using server = await startLiveServer();
    const { ms, memoryMib: memory } = await open(server, step);
    console.log(`| ${step} | ${ms.toFixed(0)} ms | ${memory.toFixed(0)} MiB |`);
  }
}

await sessions();
await services();
process.exit(0);
