import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import type { HopEvent } from '#shared/trace.ts';
import { addToHop, type HopView } from '../trace/hopView.ts';
import { hopNote, shortError, shortPattern } from '../trace/hopText.ts';
import { timelineHop } from '../timeline/timelineHop.ts';
import { causesOf, maxMessages, messageRows } from './messageRows.ts';

const all = { text: '', errorsOnly: false };
let seq = 0;

function hop(hopId: string, events: Partial<HopEvent>[], parentId?: string): HopView {
  const base = { traceId: 'a'.repeat(32), hopId, parentId, pattern: { cmd: 'charge' }, kind: 'request' } as const;
  let view: HopView | undefined;
  for (const event of events) {
    seq += 1;
    view = addToHop(view, { ...base, seq, atUs: seq * 1000, type: 'called', ...event });
  }
  if (view === undefined) throw new Error('a hop needs an event');
  return view;
}

const ok = hop('ok', [
  { type: 'called', service: 'orders', wire: 'payments', atUs: 0 },
  { type: 'received', service: 'payments', replica: 0 },
  { type: 'completed', atUs: 4000 },
]);
const failed = hop('failed', [
  { type: 'called', service: 'orders', wire: 'payments' },
  { type: 'failed', error: { status: 402, message: 'Card declined' } },
]);
const timedOut = hop('timedOut', [
  { type: 'called', service: 'orders', wire: 'payments', timeoutMs: 1000, atUs: 0 },
  { type: 'received', service: 'payments', replica: 0 },
  { type: 'timedOut', atUs: 1_000_000 },
  { type: 'failed', atUs: 1_000_000, error: { name: 'TimeoutError', message: 'Timeout has occurred' } },
  { type: 'orphaned', atUs: 2_000_000 },
]);
const event = hop('event', [
  { type: 'called', service: 'orders', wire: 'events', kind: 'event', pattern: 'order_created', atUs: 0 },
  { type: 'received', service: 'notifications', replica: 0, kind: 'event', pattern: 'order_created' },
  { type: 'received', service: 'notifications', replica: 1, kind: 'event', pattern: 'order_created' },
  { type: 'completed', kind: 'event', atUs: 1000 },
]);
const book = (...hops: HopView[]) => new Map(hops.map((one) => [one.hopId, one]));

describe('the list of messages', () => {
  it('says who asked whom, and how it ended, newest first', () => {
    const rows = messageRows(orderSaga, book(ok, failed, event), all);
    expect(rows.map(({ from, to, pattern, note, failed: wrong }) => ({ from, to, pattern, note, wrong }))).toEqual([
      { from: 'orders', to: 'notifications ×2', pattern: 'order_created', note: '1 ms', wrong: false },
      { from: 'orders', to: '→ payments', pattern: "{ cmd: 'charge' }", note: '402 Card declined', wrong: true },
      { from: 'orders', to: 'payments', pattern: "{ cmd: 'charge' }", note: '4 ms', wrong: false },
    ]);
  });

  it('is filtered by words and by failure', () => {
    const hops = book(ok, failed, event);
    const ids = (filter: Partial<typeof all>) =>
      messageRows(orderSaga, hops, { ...all, ...filter }).map((row) => row.hop.hopId);
    expect([ids({ text: 'NOTIF' }), ids({ text: 'declined' }), ids({ errorsOnly: true })]).toEqual([
      ['event'],
      ['failed'],
      ['failed'],
    ]);
  });

  it('ends after the newest few hundred', () => {
    const many = Array.from({ length: maxMessages + 5 }, (_, index) => ({ ...ok, hopId: `h${index}` }));
    const rows = messageRows(orderSaga, book(...many), all);
    expect([rows.length, rows[0]?.hop.hopId]).toEqual([maxMessages, `h${maxMessages + 4}`]);
  });
});

describe('why a message happened', () => {
  const child = { ...ok, hopId: 'child', parentId: 'ok' };
  const grandchild = { ...ok, hopId: 'grandchild', parentId: 'child' };

  it('is the chain of messages before it, the first cause first', () => {
    const hops = book(ok, child, grandchild);
    expect(causesOf(hops, grandchild).map(({ hopId }) => hopId)).toEqual(['ok', 'child']);
  });

  it('ends at a circle', () => {
    const hops = book({ ...ok, parentId: 'child' }, child);
    expect(causesOf(hops, child).map(({ hopId }) => hopId)).toEqual(['ok']);
  });
});

describe('a message in few words', () => {
  it('tells a timeout with its time, and the late reply', () => {
    expect(hopNote(timedOut)).toBe('timeout 1 s, late reply');
  });

  it.each([
    [{ cmd: 'sum' }, 'sum'],
    ['order_created', 'order_created'],
    [{ cmd: 'sum', v: 2 }, "{ cmd: 'sum', v: 2 }"],
  ])('reads %j as %s', (pattern, text) => {
    expect(shortPattern(pattern)).toBe(text);
  });

  it.each([
    [{ status: 'error', message: 'Internal server error' }, 'Internal server error'],
    ['refused', 'refused'],
    [{ name: 'TimeoutError', message: 'Timeout has occurred' }, 'TimeoutError: Timeout has occurred'],
  ])('reads the error %j as %s', (error, text) => {
    expect(shortError(error)).toBe(text);
  });
});

describe('a message in the waterfall', () => {
  it('shows what went on after the caller gave up as late', () => {
    const { startUs, endUs, lateUntilUs, state, color } = timelineHop(orderSaga, timedOut);
    expect({ startUs, endUs, lateUntilUs, state, color }).toEqual({
      startUs: 0,
      endUs: 1_000_000,
      lateUntilUs: 2_000_000,
      state: 'failed',
      color: 'blue',
    });
  });

  it('lets an event last as long as anybody works on it, and names its broker', () => {
    const { place, endUs, lateUntilUs, state } = timelineHop(orderSaga, event);
    expect({ place, endUs, lateUntilUs, state }).toEqual({
      place: '→ redis',
      endUs: event.lastUs,
      lateUntilUs: undefined,
      state: 'ok',
    });
  });
});
