import { expect, test } from 'vitest';
import { pingPong as flow } from '#shared/examples/pingPong.ts';
import { faultSchema, type Fault } from '#shared/faults/fault.ts';
import type { RunnerCommand } from '#shared/ipc.ts';
import { SessionFaults } from './sessionFaults.ts';

const mute: Fault = faultSchema.parse({ id: 'mute', kind: 'never_reply', target: { handler: 'pong.ping' }, count: 1 });
const again = (): Fault => ({ ...mute });

interface Place {
  faults: SessionFaults;
  /** The lists that the runner was told, each with its revision. */
  told: [ids: string[], revision: number | undefined][];
  states: string[];
}

function place(): Place {
  const told: Place['told'] = [];
  const states: string[] = [];
  const faults = new SessionFaults({
    flow: () => flow,
    refusal: () => undefined,
    carryOut: () => Promise.resolve(),
    ask: (command: RunnerCommand) => {
      if (command.do === 'setFaults') told.push([command.faults.map(({ id }) => id), command.faultsRevision]);
      return Promise.resolve({ ok: true });
    },
    onChange: () => undefined,
    onEvent: ({ state }) => states.push(state),
  });
  return { faults, told, states };
}

test('a fault that ends by itself is off the list', async () => {
  const { faults, told, states } = place();
  await faults.put(mute);
  faults.end('mute', 1);
  expect([faults.list, told, states]).toEqual([[], [[['mute'], 1]], ['on', 'ended']]);
});

test('a fault that is put again as it ends stays on the list: its predecessor has ended', async () => {
  const { faults, states } = place();
  await faults.put(mute);
  await faults.put(again());
  // Said before the runner heard of the second.
  faults.end('mute', 1);
  expect([faults.list, states]).toEqual([[mute], ['on', 'changed']]);
  faults.end('mute', 2);
  expect([faults.list, states]).toEqual([[], ['on', 'changed', 'ended']]);
});

test('a fault that ends as another one is put does not begin anew', async () => {
  const { faults, told } = place();
  await faults.put(mute);
  await faults.put({ ...mute, id: 'other' });
  faults.end('mute', 1);
  expect([faults.list.map(({ id }) => id), told]).toEqual([
    ['other'],
    [
      [['mute'], 1],
      [['mute', 'other'], 2],
      [['other'], 2],
    ],
  ]);
});

test('mending all tells the runner even when the list is empty', async () => {
  const { faults, told } = place();
  expect(await faults.removeAll()).toBe(0);
  expect(told).toEqual([[[], 1]]);
});
