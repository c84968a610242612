import { afterEach, expect, test } from 'vitest';
import type { RunnerAnswer } from '#shared/ipc.ts';
import { runnerEntry } from '../paths.ts';
import { WarmRunner } from '../runners/warmRunner.ts';
import { apartFlow as flow } from '../testing/apartFlow.ts';
import { CommandRouter } from './commandRouter.ts';
import { Hosts } from './hosts.ts';

/** Its processes are real, and the flow lives in them. */
const runners = new WarmRunner(runnerEntry);
const open: Hosts[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((hosts) => hosts.close()));
});

async function liveHosts(): Promise<{ hosts: Hosts; act: (action: Action) => Promise<RunnerAnswer> }> {
  const hosts: Hosts = new Hosts({
    take: () => runners.take(),
    takeApart: () => runners.takeSmall(64),
    now: Date.now,
    flow: () => flow,
    plan: () => ({ session: 'test', revision: 1, flow, brokers: {}, faults: [], allowedHosts: [] }),
    onNews: () => undefined,
    onDeath: () => undefined,
    onStatus: () => undefined,
    onLive: () => undefined,
    onServiceStates: () => undefined,
  });
  open.push(hosts);
  const live = async (): Promise<void> => {
    await hosts.match();
    await hosts.apply();
  };
  await live();
  const router = new CommandRouter({ hosts, flow: () => flow, live });
  return { hosts, act: (action) => router.ask({ do: 'actOnService', service: 'worker', action }) };
}

type Action = 'kill' | 'stop' | 'start' | 'restart';

const stateOf = (hosts: Hosts): string | undefined => hosts.of('worker')?.status.services['worker']?.state;

test('no process begins after the close, whatever was still to be made live', async () => {
  const { hosts } = await liveHosts();
  await hosts.close();
  expect(runners.living).toBe(0);
  await hosts.putDown('worker', 'stop');
  await hosts.letUp('worker');
  await hosts.match();
  await hosts.apply();
  expect([runners.living, hosts.all.length]).toEqual([0, 1]);
});

test.each(['stop', 'kill'] as const)('a start during a %s gives the service another process', async (action) => {
  const { hosts, act } = await liveHosts();
  const before = hosts.of('worker')?.pid;
  const answers = await Promise.all([act(action), act('start'), act('start')]);
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect([stateOf(hosts), runners.living]).toEqual(['up', 2]);
  expect(hosts.of('worker')?.pid).not.toBe(before);
});

test('a kill during a stop ends the process at once, and the service can be started', async () => {
  const { hosts, act } = await liveHosts();
  const answers = await Promise.all([act('stop'), act('kill'), act('start')]);
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect([stateOf(hosts), runners.living]).toEqual(['up', 2]);
});

test.each(['start', 'restart'] as const)('a stop that came after a %s holds', async (action) => {
  const { hosts, act } = await liveHosts();
  const [, , last] = await Promise.all([act('stop'), act(action), act('stop')]);
  expect([last, hosts.downByHand, runners.living]).toEqual([{ ok: true }, ['worker'], 1]);
});
