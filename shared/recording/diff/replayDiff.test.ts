import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Flow } from '../../flow/flow.ts';
import type { HopEvent } from '../../trace.ts';
import { comparable } from './comparable.ts';
import { diffTraces } from './replayDiff.ts';

/** Recorded traces of one shop, each with another thing that is broken. */
const folder = join(import.meta.dirname, '../../../web/trace/recorded');
interface Recorded {
  flow: Flow;
  events: HopEvent[];
}
const read = (name: string): Recorded => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Recorded;
const names = readdirSync(folder).map((file) => file.replace('.json', ''));

/** The same run at another time: other ids, other ports, everything ten times as slow. */
function again({ flow, events }: Recorded): Recorded {
  const ids = new Map<string, string>();
  const other = (id: string): string => {
    const known = ids.get(id) ?? (ids.size + 1).toString(16).padStart(id.length, '0');
    ids.set(id, known);
    return known;
  };
  const known = new Set(events.flatMap(({ traceId, hopId, parentId = '' }) => [traceId, hopId, parentId]));
  const text = JSON.stringify(events)
    .replaceAll(/\b([0-9a-f]{32}|[0-9a-f]{16})\b/g, (id) => (known.has(id) ? other(id) : id))
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:4999');
  const [first] = events;
  const later = (JSON.parse(text) as HopEvent[]).map((event) => ({
    ...event,
    atUs: (first?.atUs ?? 0) + 86_400_000_000 + (event.atUs - (first?.atUs ?? 0)) * 10,
  }));
  return { flow, events: later };
}

const hopsOf = ({ events }: Recorded): HopEvent[] => events.filter((event) => 'hopId' in event);
const diff = (then: Recorded, now: Recorded) =>
  diffTraces({ then: then.flow, now: now.flow }, hopsOf(then), hopsOf(now));

test.each(names)('the same run at another time, ten times as slow, is no difference: %s', (name) => {
  const recorded = read(name);
  expect(diff(recorded, again(recorded)).differences).toEqual([]);
});

test('what led to another end is the deepest message that ended differently', () => {
  const { then, now, first, differences } = diff(read('fine'), read('error-through-orders'));
  expect(then).toMatch(/^answered 20/);
  expect(now).toMatch(/^failed 50/);
  expect(first?.place).toBe('orders → payments');
  expect(first?.words).toContain('charge, orders → payments: answered');
  // The order, and its request, failed on that account.
  expect(differences.map(({ place }) => place)).toEqual([
    expect.stringContaining('api-gateway'),
    'api-gateway → orders',
    'orders → payments',
  ]);
});

test('a message that was tried again is told as one that was not sent then', () => {
  const { differences } = diff(read('fine'), read('retried-well'));
  expect(differences.some(({ what }) => what === 'onlyNow' || what === 'onlyThen')).toBe(true);
});

test('what had not ended when the recording did is no difference', () => {
  const whole = read('fine');
  const cut = { ...whole, events: whole.events.filter(({ type }) => type !== 'answered' && type !== 'completed') };
  expect(diff(cut, whole).differences).toEqual([]);
});

test('ids, moments and ports are the same in every run; everything else is not', () => {
  const none = new Map<string, string>();
  const here = new Map([['0123456789abcdef', '(id of a)']]);
  const there = new Map([['fedcba9876543210', '(id of a)']]);
  expect(comparable({ id: '0123456789abcdef', at: 1795253639217 }, here)).toBe(
    comparable({ at: 1795299999999, id: 'fedcba9876543210' }, there),
  );
  expect(comparable('connect ECONNREFUSED 127.0.0.1:4711', none)).toBe(
    comparable('connect ECONNREFUSED 127.0.0.1:80', none),
  );
  expect(comparable('on 2026-01-02T03:04:05.678Z', none)).toBe(comparable('on 2027-01-02T03:04:05Z', none));
  expect(comparable({ amount: 12 }, none)).not.toBe(comparable({ amount: 13 }, none));
  expect(comparable('0123456789abcdef', none)).not.toBe(comparable('fedcba9876543210', none));
});
