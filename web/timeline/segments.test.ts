import { describe, expect, it, test } from 'vitest';
import { bookOf, hopsOf, recorded, recordedNames } from '../trace/testing/recordings.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { criticalPath } from './criticalPath.ts';
import { layoutWaterfall } from './rows.ts';
import { spentOn } from './segments.ts';
import { timelineHops } from './timelineHop.ts';

/** The rows of a recorded trace: `charge · 1`, and the kinds of its parts in order. */
function partsOf(name: string): Record<string, string> {
  const recording = recorded(name);
  const { rows } = layoutWaterfall(timelineHops(recording.flow, hopsOf(recording)), 0);
  return Object.fromEntries(
    rows.map(({ label, segments }, index) => [`${index} ${label}`, segments.map(({ kind }) => kind).join(' ')]),
  );
}

describe('the parts of a message’s time', () => {
  it('are the client, the wire, the handler, and the wire back', () => {
    expect(partsOf('fine')).toEqual({
      '0 POST /orders': 'client wire handler wire',
      '1 create_order': 'client wire handler wire',
      '2 charge': 'client wire handler wire',
    });
  });

  it('tell the back-off between two tries from the tries', () => {
    expect(partsOf('retried-well')).toMatchObject({
      '2 charge': 'try backOff try',
      '3 charge': 'client wire handler wire',
      '4 charge · try 2': 'client wire handler wire',
    });
  });

  it('say when nobody has the message', () => {
    expect(partsOf('request-lost')).toMatchObject({ '2 charge': 'client wire nobody' });
  });

  it('leave the time of a latency on the wire, where it was', () => {
    const recording = recorded('latency-fault');
    const rows = timelineHops(recording.flow, hopsOf(recording));
    const charge = rows.find(({ label }) => label === 'charge');
    expect(spentOn(charge?.segmentsUntil(0) ?? [])[0]).toMatchObject({ kind: 'wire' });
  });
});

test.each(recordedNames)('in %s each bar has no gap, and the critical path is as long as the whole', (name) => {
  const recording = recorded(name);
  const nowUs = Math.max(...recording.events.map(({ atUs }) => atUs));
  const hops = timelineHops(recording.flow, hopsOf(recording));
  for (const hop of hops) {
    const segments = hop.segmentsUntil(nowUs);
    let atUs = hop.startUs;
    for (const { fromUs, toUs } of segments) {
      expect(fromUs).toBe(atUs);
      expect(toUs).toBeGreaterThan(fromUs);
      atUs = toUs;
    }
    expect(atUs).toBe(Math.max(hop.endUs ?? nowUs, hop.lateUntilUs ?? 0));
  }
  const root = hops[0];
  const stretches = [...criticalPath(hops).values()].flat().sort((a, b) => a.fromUs - b.fromUs);
  if (root?.endUs === undefined) {
    expect(stretches).toEqual([]);
    return;
  }
  let atUs = root.startUs;
  for (const { fromUs, toUs } of stretches) {
    expect(fromUs).toBe(atUs);
    atUs = toUs;
  }
  expect(atUs).toBe(root.endUs);
});

test('the critical path goes along the try that was first, not along the one that was given up', () => {
  const recording = recorded('hedged');
  const path = criticalPath(timelineHops(recording.flow, hopsOf(recording)));
  const { hops } = bookOf(recording);
  expect(
    [...path.keys()]
      .flatMap((id) => hops.get(id) ?? [])
      .map(({ pattern, attempt }) => `${patternText(pattern)} ${attempt ?? ''}`),
  ).toEqual(['POST /orders ', "{ cmd: 'create_order' } ", "{ cmd: 'charge' } ", "{ cmd: 'charge' } 2"]);
});

test('an event is never on the critical path, however long it is worked on', () => {
  const recording = recorded('event-handler-threw');
  const hops = timelineHops(recording.flow, hopsOf(recording));
  const event = hops.find(({ kind }) => kind === 'event');
  expect(criticalPath(hops).has(event?.hopId ?? '')).toBe(false);
  // Nor does it make its parent look longer than it was.
  const parent = hops.find(({ hopId }) => hopId === event?.parentId);
  expect(parent?.endUs).toBeLessThan(event?.endUs ?? 0);
});
