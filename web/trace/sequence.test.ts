import { describe, expect, it, test } from 'vitest';
import { emptyFlow } from '#shared/flow/flow.ts';
import type { HopEvent } from '#shared/trace.ts';
import { sequenceOf } from './sequence.ts';
import { rowWords } from './sequence/rowWords.ts';
import { bookOf, hopsOf, recorded, recordedNames } from './testing/recordings.ts';

/** A recorded trace as sentences; `2→4` left in row 2 and arrived in row 4. */
function told(name: string): { who: string[]; rows: string[] } {
  const recording = recorded(name);
  const sequence = sequenceOf(recording.flow, hopsOf(recording));
  const rows = sequence.rows.map((row) => {
    const span = row.what === 'arrow' && row.arrivalRow !== row.row ? `${row.row}→${row.arrivalRow}` : `${row.row}`;
    return `${span} ${rowWords(sequence, row)}`;
  });
  return { who: sequence.lifelines.map((lifeline) => lifeline.name), rows };
}

describe('the sequence of a recorded trace', () => {
  it('has solid requests and their replies, in the order in which they happened', () => {
    expect(told('fine')).toEqual({
      who: ['buyer', 'api-gateway', 'orders', 'payments'],
      rows: [
        '0 buyer asks api-gateway: POST /orders',
        '1 api-gateway asks orders: create_order',
        '2 orders asks payments: charge',
        '3 payments replies to orders: { paid }',
        '4 orders replies to api-gateway: { paid }',
        '5 api-gateway replies to buyer: 201',
      ],
    });
  });

  it('draws events through their broker, below the reply that did not wait for them', () => {
    expect(told('event-handler-threw')).toEqual({
      who: ['buyer', 'api-gateway', 'orders', 'redis', 'audit'],
      rows: [
        '0 buyer asks api-gateway: POST /orders',
        '1 api-gateway asks orders: create_order',
        '2 orders replies to api-gateway: { id }',
        '3 api-gateway replies to buyer: 201',
        '4 orders tells redis: order_created',
        '5 redis tells audit: order_created',
        '6 audit: threw Disk full',
      ],
    });
  });

  it('names the fault, the waiting, and each try', () => {
    expect(told('retried-well').rows.slice(2, 9)).toEqual([
      '2 orders asks payments: charge',
      '3 payments: The throw_error fault acted on the handler',
      '4 payments: threw Out of memory',
      '5 payments replies with an error to orders: Internal server error',
      '6 orders: waits 20 ms, then try 2 of 3',
      '7 orders asks payments: charge · try 2',
      '8 payments replies to orders: { paid }',
    ]);
  });

  it('shows a request that took long to arrive as long under way', () => {
    expect(told('latency-fault').rows.slice(2, 5)).toEqual([
      '2→4 orders asks payments: charge',
      '3 orders: The latency fault acted on the connection',
      '5 payments replies to orders: { paid }',
    ]);
  });

  it('has a ghost where the caller gave up, and the late reply where it really came', () => {
    expect(told('late-reply').rows).toEqual([
      '0 too slow asks api-gateway: GET /slow',
      '1 api-gateway asks payments: slow',
      '2 payments gives no answer to api-gateway: no answer: timeout 1 s',
      '3 api-gateway replies with an error to too slow: 504 Timeout has occurred',
      '4 payments replies too late to api-gateway: late: "done, but nobody waits any more"',
    ]);
  });

  it('has a ghost for what reached nobody, and says why', () => {
    expect(told('service-killed').rows.slice(2, 4)).toEqual([
      '2 orders asks, but does not reach, payments: charge',
      '3 orders: connect ECONNREFUSED 127.0.0.1:44897',
    ]);
    expect(told('request-lost').rows.slice(2, 5)).toEqual([
      '2 orders asks redis: charge',
      '3 redis: nobody received it: 0 subscribers',
      '4 redis gives no answer to orders: no answer: timeout 1 s',
    ]);
  });

  it('draws no arrow for what a policy did not let through', () => {
    expect(told('breaker-open').rows[2]).toBe('2 orders: breaker: The circuit is open: it was not sent');
  });

  it('puts what is still waited for below all that has happened', () => {
    expect(told('under-way').rows.slice(-3)).toEqual([
      '4 api-gateway has not answered buyer: no answer yet',
      '5 orders has not answered api-gateway: no answer yet',
      '6 payments has not answered orders: no answer yet',
    ]);
  });
});

test.each(recordedNames)('the sequence of %s can be drawn at every moment of it', (name) => {
  const { flow, events } = recorded(name);
  for (let seen = 0; seen <= events.length; seen += 1) {
    const hops = hopsOf({ events: events.slice(0, seen) });
    const { lifelines, rows, rowCount, activations } = sequenceOf(flow, hops);
    const columns = rows.flatMap((row) => (row.what === 'arrow' ? [row.from, row.to] : [row.at]));
    expect(columns.every((column) => lifelines[column] !== undefined)).toBe(true);
    const places = rows.flatMap((row) => (row.what === 'arrow' ? [row.row, row.arrivalRow] : [row.row]));
    expect([...new Set(places)].sort((a, b) => a - b)).toEqual(Array.from({ length: rowCount }, (_, row) => row));
    for (const row of rows) if (row.what === 'arrow') expect(row.arrivalRow).toBeGreaterThanOrEqual(row.row);
    for (const { fromRow, toRow } of activations) expect(toRow).toBeGreaterThanOrEqual(fromRow);
  }
});

test('each replica has a lifeline of its own when there are several', () => {
  let seq = 0;
  const event = (change: Partial<HopEvent> & Pick<HopEvent, 'type'>): HopEvent => {
    seq += 1;
    return { seq, atUs: seq, traceId: 't', hopId: 'h', pattern: 'tick', kind: 'event', ...change };
  };
  const events = [
    event({ type: 'called', service: 'clock', replica: 0, wire: 'ticks', broker: 'redis' }),
    event({ type: 'sent', service: 'clock', replica: 0, wire: 'ticks', broker: 'redis' }),
    event({ type: 'received', service: 'bell', replica: 1 }),
    event({ type: 'received', service: 'bell', replica: 0 }),
  ];
  const sequence = sequenceOf(emptyFlow(), [...bookOf({ events }).hops.values()]);
  expect(sequence.rows.map((row) => rowWords(sequence, row))).toEqual([
    'clock tells redis: tick',
    'redis tells bell #2: tick',
    'redis tells bell #1: tick',
  ]);
  expect(sequence.lifelines.map(({ name }) => name)).toEqual(['clock', 'redis', 'bell #1', 'bell #2']);
});

test('of nothing there is an empty sequence', () => {
  expect(sequenceOf(emptyFlow(), [])).toEqual({ lifelines: [], rows: [], rowCount: 0, activations: [], startUs: 0 });
});
