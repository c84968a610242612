import { describe, expect, it, test } from 'vitest';
import { isHopEvent, type HopEvent, type TraceEvent } from '#shared/trace.ts';
import { outsideLine } from '../canvas/geometry/connections.ts';
import type { BrokerOf } from '../canvas/overlay/brokerOf.ts';
import { Choreographer, type Dot } from '../canvas/overlay/choreographer.ts';
import { PastPicture } from '../canvas/overlay/pastPicture.ts';
import { PendingCalls } from '../canvas/overlay/pendingCalls.ts';
import { WireWatch } from '../policies/wireState.ts';
import { recorded, recordedNames } from '../trace/testing/recordings.ts';
import { addEvents, emptyBook } from '../trace/traceBook.ts';
import { inTimeOrder, Past } from './past.ts';
import { PastPolicies } from './pastPolicies.ts';

/** Looked at forwards and backwards: what one sees must not depend on where one was before. */
const momentsOf = (events: readonly TraceEvent[]): number[] => {
  const times = [...new Set(inTimeOrder(events).map(({ atUs }) => atUs))];
  return [(times[0] ?? 0) - 1, ...times, ...times.toReversed()];
};

function lookedBackAt(events: readonly TraceEvent[], brokerOf: BrokerOf) {
  const past = new Past();
  const picture = new PastPicture(brokerOf);
  // In pieces, as they come.
  const ordered = inTimeOrder(events);
  for (let from = 0; from < ordered.length; from += 7) {
    past.add(ordered.slice(from, from + 7));
    picture.add(ordered.slice(from, from + 7));
  }
  return { past, picture };
}

test('a recording lasts as long as it was recorded, not only until its last message', () => {
  const { events } = recorded('fine');
  const ordered = inTimeOrder(events);
  const [first = 0, last = 0] = [ordered[0]?.atUs, ordered.at(-1)?.atUs];
  const ends = (past: Past): number[] => {
    past.add(ordered);
    return [past.startUs, past.endUs];
  };
  expect(ends(new Past())).toEqual([first, last]);
  expect(ends(new Past({ startUs: first - 1000, endUs: last + 2_000_000 }))).toEqual([first - 1000, last + 2_000_000]);
  expect(ends(new Past({ startUs: first + 5, endUs: last - 5 }))).toEqual([first, last]);
});

describe.each(recordedNames)('of %s, at every moment,', (name) => {
  const { flow, events } = recorded(name);
  const brokerOf: BrokerOf = (service, listener) => {
    const found = flow.services[service]?.listeners[listener];
    return found !== undefined && 'broker' in found ? found.broker : undefined;
  };
  const { past, picture } = lookedBackAt(events, brokerOf);
  const moments = momentsOf(events);
  const until = (atUs: number): TraceEvent[] => events.filter((event) => event.atUs <= atUs);

  it('all that is known is what the events until then tell', () => {
    for (const atUs of moments) expect(past.bookAt(atUs)).toEqual(addEvents(emptyBook, until(atUs)));
  });

  it('the messages on the canvas are those that a replay until then has on their way', () => {
    for (const atUs of moments) {
      const replay = new PastPicture(brokerOf);
      replay.add(inTimeOrder(until(atUs)));
      // Which half of the way over a broker a message is on is known only when it has arrived.
      const shown = (of: PastPicture): string[] =>
        of
          .at(atUs)
          .dots.map(({ hopId, shape, line }) => `${hopId} ${shape} ${line.startsWith('hears') ? '' : line}`)
          .sort();
      const overBrokers = Object.keys(flow.brokers).length > 0;
      const hops = (list: string[]): string[] => list.map((text) => (overBrokers ? (text.split(' ')[0] ?? '') : text));
      expect(hops(shown(picture))).toEqual(hops(shown(replay)));
    }
  });

  it('only what nobody here has sent comes from outside, now and for those who look back', () => {
    const hops = events.filter(isHopEvent);
    const ours = new Set(hops.flatMap(({ type, hopId }) => (type === 'called' || type === 'sent' ? [hopId] : [])));
    const live = new Choreographer(brokerOf);
    live.take(hops);
    const shown: Dot[] = [];
    for (; !live.isIdle; live.advance(live.nextStepMs())) shown.push(...live.moving());
    const dots = [...shown, ...moments.flatMap((atUs) => picture.at(atUs).dots)];
    const strangers = dots.filter(({ line }) => line.startsWith(outsideLine('')));
    expect(shown.length).toBeGreaterThan(0);
    expect(strangers.filter(({ hopId }) => ours.has(hopId))).toEqual([]);
  });

  it('what waits for an answer waits as in a replay until then', () => {
    for (const atUs of moments) {
      const pending = new PendingCalls();
      pending.take(inTimeOrder(until(atUs)));
      expect(picture.at(atUs).pending).toEqual(pending.onWires(atUs));
    }
  });

  it('policies are as in a replay until then', () => {
    const policies = new PastPolicies(past);
    for (const atUs of moments) {
      const replay = new WireWatch();
      replay.take(inTimeOrder(until(atUs)));
      for (const [wire, { policies: set }] of Object.entries(flow.wires))
        expect(policies.at(atUs).read(wire, { ...set }, atUs)).toEqual(replay.read(wire, { ...set }, atUs));
    }
  });

  it('every message that went out is seen on its line at the moment it left', () => {
    for (const event of events.filter((one): one is HopEvent => isHopEvent(one) && one.type === 'sent')) {
      if (event.wire === undefined && event.driver === undefined) continue;
      expect(picture.at(event.atUs).dots.map(({ hopId }) => hopId)).toContain(event.hopId);
    }
  });
});

const call = (index: number): TraceEvent[] => {
  const at = { traceId: `t${index}`, hopId: `h${index}`, pattern: 'p', kind: 'request', wire: 'w' } as const;
  const types = ['called', 'sent', 'received', 'replied', 'answered', 'completed'] as const;
  return types.map((type, part) => ({
    ...at,
    ...(type === 'received' || type === 'replied'
      ? { wire: undefined, service: 's', replica: 0, listener: 'tcp' }
      : {}),
    type,
    seq: index * types.length + part + 1,
    atUs: 1_000_000 + index * 100 + part * 10,
  }));
};

test('with a full ring a moment is found without going through all of it', () => {
  const events = Array.from({ length: 3400 }, (_, index) => call(index)).flat();
  const { past, picture } = lookedBackAt(events, () => undefined);
  expect(past.count).toBe(20_400);
  const half = 1_000_000 + 1700 * 100 + 15;
  expect(past.bookAt(half)).toEqual(addEvents(emptyBook, events.slice(0, 1700 * 6 + 2)));
  expect(picture.at(half).dots.map(({ hopId, shape, line }) => ({ hopId, shape, line }))).toEqual([
    { hopId: 'h1700', shape: 'request', line: 'wire:w' },
  ]);
  expect(past.step(half, 1)).toBe(half + 5);
  expect(past.step(half, -1)).toBe(half - 5);
  expect(past.step(past.endUs, 1)).toBeUndefined();
  expect(past.step(past.startUs, -1)).toBeUndefined();
});

test('a request of somebody outside is at its service until it is replied to, and its reply is soon over', () => {
  const { picture } = lookedBackAt(
    call(0).filter(({ type }) => type === 'received' || type === 'replied'),
    () => undefined,
  );
  const dotsAt = (atUs: number): string[] => picture.at(atUs).dots.map(({ shape, line }) => `${shape} ${line}`);
  expect([1_000_025, 1_000_035, 1_600_000].map(dotsAt)).toEqual([['request outside:s'], ['reply outside:s'], []]);
});

test('what has just ended is still shown to whoever drags over more than a moment', () => {
  const { picture } = lookedBackAt(call(0), () => undefined);
  expect(picture.at(1_000_500).dots).toEqual([]);
  expect(picture.at(1_000_500, 1000).dots.map(({ hopId, shape }) => `${hopId} ${shape}`)).toEqual(['h0 reply']);
});
