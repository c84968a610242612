import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunnerAnswer } from '#shared/ipc.ts';
import { RunnerProcess, type RunnerTimes } from './runnerProcess.ts';
import { Supervisor } from './supervisor.ts';
import { WarmRunner } from './warmRunner.ts';

/** Misbehaving runners, each a real process: what the real one must never do can only be had from a program written to do it. */

const folder = mkdtempSync(join(tmpdir(), 'patchbay-runners-'));
afterAll(() => rmSync(folder, { recursive: true }));

const answersAll =
  "process.on('message', ({ id, command }) => process.send({ say: 'answer', id, answer: answer(command) }));";
const begin = "process.on('disconnect', () => process.exit()); process.send({ say: 'hello' });";

function program(name: string, source: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, source);
  return file;
}

const polite = program(
  'polite',
  `const answer = ({ do: what }) => (what === 'close' ? process.exit() : { ok: true }); ${answersAll} ${begin}`,
);
const hoarder = program(
  'hoarder',
  `process.on('message', ({ id, command: { do: what } }) => {
     if (what === 'close') process.exit();
     if (what !== 'send') process.send({ say: 'answer', id, answer: { ok: true } });
   }); ${begin}`,
);
const mute = program('mute', `process.on('message', () => {}); ${begin}`);
const mortal = program('mortal', `process.on('message', () => process.exit(3)); ${begin}`);
const stillborn = program('stillborn', "throw new Error('no sandbox')");
const curious = program(
  'curious',
  `import { readFileSync } from 'node:fs';
   const attempt = (work) => { try { return work(); } catch (error) { return error.code; } };
   const answer = ({ do: what }) => what !== 'send' ? { ok: true } : { ok: true, sent: { traceId: '', durationMs: 0, reply: {
     env: Object.keys(process.env), file: attempt(() => readFileSync('/etc/hostname', 'utf8')),
     child: attempt(() => process.getBuiltinModule('node:child_process').execSync('id')) } } };
   ${answersAll} ${begin}`,
);

const send = { do: 'send', message: { wire: 'w', pattern: 'p', kind: 'request' } } as const;
const patient: RunnerTimes = { pingMs: 20, silenceMs: 60_000, helloMs: 30_000, closeMs: 10_000 };
const noAnswer = (reason: string): RunnerAnswer => ({
  ok: false,
  problem: {
    code: 'runnerFailed',
    message: `The runner ${reason}, so there is no answer. Try again when it is up.`,
  },
});

function supervise(entry: string): { supervisor: Supervisor; deaths: [string, boolean][] } {
  const deaths: [string, boolean][] = [];
  const supervisor = new Supervisor({
    take: () => new RunnerProcess(entry, patient),
    now: () => 0,
    onNews: () => undefined,
    onDeath: (reason, willRestart) => deaths.push([reason, willRestart]),
  });
  return { supervisor, deaths };
}

test('a runner sees neither our environment nor our files, and starts no process', async () => {
  const runner = new RunnerProcess(curious, patient);
  await runner.loaded;
  const answer = await runner.ask(send);
  const reply = { env: [], file: 'ERR_ACCESS_DENIED', child: 'ERR_ACCESS_DENIED' };
  expect(answer).toEqual({ ok: true, sent: { traceId: '', durationMs: 0, reply } });
  runner.kill();
  await runner.death;
});

test('a runner that says nothing is killed, and whoever waits is told why', async () => {
  const runner = new RunnerProcess(mute, { ...patient, silenceMs: 100 });
  await runner.loaded;
  const reason = 'did not answer for 0.1 s and was killed';
  expect([await runner.ask(send), await runner.death]).toEqual([noAnswer(reason), reason]);
});

test('a runner that answers every ping lives on, and closes when asked', async () => {
  const runner = new RunnerProcess(polite, { ...patient, silenceMs: 2000 });
  await runner.loaded;
  for (let count = 0; count < 50; count += 1) expect(await runner.ask({ do: 'ping' })).toEqual({ ok: true });
  await runner.close();
  expect([await runner.death, runner.isAlive]).toEqual(['was closed', false]);
});

test('a runner in which thousands of messages wait for ever is no silent one, and obeys and closes', async () => {
  const runner = new RunnerProcess(hoarder, { ...patient, silenceMs: 2000 });
  await runner.loaded;
  const waiting = Array.from({ length: 2001 }, () => runner.ask(send));
  expect(await Promise.race(waiting)).toMatchObject({ ok: false, problem: { code: 'tooMany' } });
  for (let count = 0; count < 50; count += 1) expect(await runner.ask({ do: 'ping' })).toEqual({ ok: true });
  await runner.close();
  expect(await runner.death).toBe('was closed');
});

test('a runner that does not close by itself is killed', async () => {
  const runner = new RunnerProcess(mute, { ...patient, closeMs: 50 });
  await runner.loaded;
  await runner.close();
  expect(runner.isAlive).toBe(false);
});

test('a runner that cannot load says why', async () => {
  const runner = new RunnerProcess(stillborn, patient);
  expect(await runner.loaded).toBe(false);
  expect(await runner.death).toBe('ended with exit code 1 (Error: no sandbox)');
  expect(await runner.ask({ do: 'ping' })).toEqual(noAnswer('has ended'));
});

test('the supervisor has another runner ready after a kill', async () => {
  const { supervisor, deaths } = supervise(polite);
  const first = await supervisor.ready();
  supervisor.markLive();
  process.kill(first?.pid ?? 0, 'SIGKILL');
  await first?.death;
  const second = await supervisor.ready();
  expect(second?.pid).not.toBe(first?.pid);
  expect([deaths, supervisor.state]).toEqual([[['was killed (SIGKILL)', true]], 'restarting']);
  expect(await supervisor.ask({ do: 'ping' })).toEqual({ ok: true });
  await supervisor.close();
  expect(second?.isAlive).toBe(false);
});

test('the supervisor gives up after five deaths in a minute, and tries again when told to', async () => {
  const { supervisor, deaths } = supervise(mortal);
  while (supervisor.state !== 'down') await supervisor.ask(send);
  expect(deaths.map(([, willRestart]) => willRestart)).toEqual([true, true, true, true, false]);
  expect(supervisor.problem).toMatchObject({ code: 'runnerFailed' });
  expect(await supervisor.ask(send)).toEqual({ ok: false, problem: supervisor.problem });
  supervisor.revive();
  expect([(await supervisor.ready())?.isAlive, supervisor.state]).toEqual([true, 'restarting']);
  await supervisor.close();
});

test('one runner is kept warm, given away once, and replaced', async () => {
  const runners = new WarmRunner(polite, patient);
  runners.warmUp();
  const warm = runners.pid;
  expect(await runners.isReady()).toBe(true);
  const taken = runners.take();
  expect([taken.pid, runners.pid, runners.living]).toEqual([warm, undefined, 1]);
  runners.warmUp();
  runners.warmUp();
  expect([runners.living, await runners.isReady()]).toEqual([2, true]);
  await runners.close();
  expect([runners.living, taken.isAlive]).toEqual([0, false]);
});

test('a warm runner that dies is replaced by the one who takes it', async () => {
  const runners = new WarmRunner(polite, patient);
  runners.warmUp();
  process.kill(runners.pid ?? 0, 'SIGKILL');
  await expect.poll(() => runners.living).toBe(0);
  expect(await runners.take().loaded).toBe(true);
  await runners.close();
});
