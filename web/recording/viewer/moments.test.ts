import { expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Fault } from '#shared/faults/fault.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { Moments } from './moments.ts';

const mute: Fault = { id: 'mute', kind: 'never_reply', target: { handler: 'pong.ping' }, leg: 'both', rate: 1 };
const recording: Recording = {
  patchbayRecording: 1,
  madeBy: 'patchbay 0.1.0',
  startedAtUs: 100,
  endedAtUs: 1000,
  seed: 'dice',
  isFromStart: true,
  flow: pingPong,
  faults: [],
  acts: [
    { act: 'putFault', fault: mute, atUs: 300 },
    { act: 'edit', edits: [{ edit: 'renameFlow', name: 'Renamed' }], atUs: 200 },
    { act: 'actOnService', service: 'pong', action: 'kill', atUs: 400 },
    { act: 'faultEnded', fault: 'mute', atUs: 500 },
  ],
  events: [
    { type: 'serviceChanged', service: 'pong', state: 'down', seq: 1, atUs: 410 },
    { type: 'serviceChanged', service: 'pong', state: 'up', seq: 2, atUs: 600 },
  ],
  missed: 0,
  payloads: [],
};

test('at each moment the drawing, what is broken and what is up are as they were then', () => {
  const moments = new Moments(recording);
  const at = (atUs: number) => {
    const { flow, faults } = moments.standingAt(atUs);
    return [flow.name, faults.map(({ id }) => id).join(), moments.statusAt(atUs).services['pong']?.state];
  };
  expect([0, 100, 200, 300, 410, 500, 600, 9999].map(at)).toEqual([
    ['Ping-pong', '', 'up'],
    ['Ping-pong', '', 'up'],
    ['Renamed', '', 'up'],
    ['Renamed', 'mute', 'up'],
    ['Renamed', 'mute', 'down'],
    ['Renamed', '', 'down'],
    ['Renamed', '', 'up'],
    ['Renamed', '', 'up'],
  ]);
});
