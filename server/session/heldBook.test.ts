import { expect, test } from 'vitest';
import type { HeldMessage } from '#shared/held.ts';
import type { HopEvent, TraceEvent } from '#shared/trace.ts';
import { nowUs } from '../nowUs.ts';
import { HeldBook } from './heldBook.ts';

const held = (id: string, more: Partial<HeldMessage> = {}): HeldMessage => ({
  id,
  fault: 'stop',
  traceId: 't',
  hopId: `hop ${id}`,
  pattern: 'sum',
  kind: 'request',
  leg: 'request',
  service: 'worker',
  listener: 'tcp',
  handler: 'sum',
  heldMs: 0,
  caller: 'waits',
  preview: '{}',
  ...more,
});

const event = (type: HopEvent['type'], more: Partial<HopEvent> = {}): HopEvent => ({
  seq: 1,
  atUs: nowUs(),
  type,
  traceId: 't',
  hopId: 'hop a',
  pattern: 'sum',
  kind: 'request',
  ...more,
});

function bookOver(trace: TraceEvent[]) {
  const told: HeldMessage[][] = [];
  const lost: Omit<HopEvent, 'seq'>[] = [];
  const book = new HeldBook({
    onChange: (now) => told.push(now),
    onLost: (events) => lost.push(...events),
    isDivided: () => true,
    eventsOf: () => trace,
  });
  return { book, told, lost };
}

test('what several processes hold is one list, in which each keeps the order that somebody gave it', () => {
  const { book } = bookOver([]);
  book.hear([held('a', { heldMs: 10 }), held('b', { heldMs: 500 })]);
  book.hear([held('c', { heldMs: 200 }), held('d', { heldMs: 5 })], 'worker');
  expect(book.now.map(({ id }) => id)).toEqual(['c', 'a', 'b', 'd']);
  // Behind `b` of another process: behind `c`, which is its own and stands before that.
  expect([book.within('d', 'b'), book.within('a', 'c'), book.within('a', 'b'), book.within('a', 'gone')]).toEqual([
    'c',
    undefined,
    'b',
    'gone',
  ]);
});

test('of a caller in another process the trace tells how long it waits, and that it has given up', () => {
  const { book, told } = bookOver([event('called', { timeoutMs: 60_000 })]);
  book.hear([held('a')], 'worker');
  expect(told.at(-1)?.[0]?.leftMs).toBeGreaterThan(50_000);
  book.watch([event('failed', { hopId: 'hop of another' })]);
  expect(told).toHaveLength(1);
  book.watch([event('failed')]);
  expect(told.at(-1)).toMatchObject([{ id: 'a', caller: 'gaveUp' }]);
  // The process that holds it does not know, and tells it again as it sees it.
  book.hear([held('a'), held('b')], 'worker');
  expect(told.at(-1)).toMatchObject([{ caller: 'gaveUp' }, { caller: 'waits' }]);
});

test('what a process held is lost with it, and nothing else', () => {
  const { book, told, lost } = bookOver([]);
  book.hear([held('a')]);
  book.hear([held('b')], 'worker');
  book.lose('worker');
  book.lose('worker');
  expect(told.at(-1)?.map(({ id }) => id)).toEqual(['a']);
  expect(lost).toMatchObject([{ type: 'lost', hopId: 'hop b', faults: ['stop'], leg: 'request' }]);
});
