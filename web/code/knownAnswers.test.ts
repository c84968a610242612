import { expect, test } from 'vitest';
import type { HopEvent } from '#shared/trace.ts';
import { addEvents, emptyBook } from '../trace/traceBook.ts';
import { knownAnswers } from './knownAnswers.ts';

let seq = 0;
const of = (hopId: string, event: Partial<HopEvent> & Pick<HopEvent, 'type'>): HopEvent => {
  seq += 1;
  return { seq, atUs: seq, traceId: hopId, hopId, pattern: 'GET /', kind: 'http', driver: 'buyer', ...event };
};

test('the last answer of each driver is what its test expects', () => {
  const book = addEvents(emptyBook, [
    of('1', { type: 'called' }),
    of('1', { type: 'answered', status: 200, data: { old: true } }),
    of('2', { type: 'called' }),
    of('2', { type: 'answered', status: 201, data: { id: 'x' } }),
    of('3', { type: 'called', driver: 'spender' }),
    of('3', { type: 'failed', driver: 'spender', status: 402, error: { message: 'Card declined' } }),
  ]);
  expect(knownAnswers(book)).toEqual({
    buyer: { status: 201, body: { id: 'x' } },
    spender: { status: 402, body: { message: 'Card declined' } },
  });
});

test('what was broken on purpose, cut or never answered is not expected of anybody', () => {
  const book = addEvents(emptyBook, [
    of('4', { type: 'failed', status: 502, error: 'x', faults: ['f'] }),
    of('5', { type: 'answered', status: 200, data: 'cut', dataBytes: 9000 }),
    of('6', { type: 'failed', error: { code: 'ECONNREFUSED', message: 'nobody' } }),
  ]);
  expect(knownAnswers(book)).toEqual({});
});
