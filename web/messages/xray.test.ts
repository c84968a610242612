import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Flow } from '#shared/flow/flow.ts';
import type { TraceEvent } from '#shared/trace.ts';
import type { HopView } from '../trace/hopView.ts';
import { addEvents, emptyBook } from '../trace/traceBook.ts';
import { xrayOf, type Xray } from './xray.ts';

/** On traces that were recorded from real services. */
async function xray(name: string, isIt: (hop: HopView) => boolean): Promise<Xray | undefined> {
  const text = await readFile(new URL(`../trace/recorded/${name}.json`, import.meta.url), 'utf8');
  const { events, flow } = JSON.parse(text) as { events: TraceEvent[]; flow: Flow };
  const hop = [...addEvents(emptyBook, events).hops.values()].find(isIt);
  if (hop === undefined) throw new Error('There is no such message');
  return xrayOf(hop, flow);
}

const onPayments = ({ wire }: HopView): boolean => wire === 'payments';
const onOrders = ({ wire }: HopView): boolean => wire === 'orders';
const overHttp = ({ kind }: HopView): boolean => kind === 'http';
const hidden = { status: 'error', message: 'Internal server error' };
const packet = (err: unknown) => ({ err, isDisposed: true, id: expect.any(String) as string });
const values = (found: Xray | undefined) => found?.stages.map(({ value }) => value);
const lost = (found: Xray | undefined) => found?.stages.find(({ isLost }) => isLost)?.title;

test('a plain Error is hidden by the filter of a microservice', async () => {
  const found = await xray('plain-error', onPayments);
  expect(found?.stages.map(({ title }) => title)).toEqual([
    'Thrown',
    'After Nest’s filters',
    'On the wire',
    'The caller got',
  ]);
  expect(values(found)).toEqual([
    { name: 'Error', message: 'The database is on fire' },
    hidden,
    packet(hidden),
    hidden,
  ]);
  expect(lost(found)).toBe('After Nest’s filters');
  expect(found?.verdict).toBe(
    'The text of your Error is gone after Nest’s filter; the caller got “Internal server error”.',
  );
});

test('an HttpException is hidden likewise in a microservice', async () => {
  const found = await xray('http-exception', onPayments);
  expect(values(found)).toEqual([
    { name: 'HttpException', message: 'Already charged', status: 409 },
    hidden,
    packet(hidden),
    hidden,
  ]);
  expect(found?.verdict).toMatch(/^The text of your HttpException is gone after Nest’s filter;/);
});

test('an RpcException gives what it was made of, a text as a message', async () => {
  const made = { status: 402, message: 'Card declined' };
  const found = await xray('rpc-exception', onPayments);
  expect(values(found)).toEqual([
    { name: 'RpcException', message: 'Card declined', error: made },
    made,
    packet(made),
    made,
  ]);
  expect(found?.verdict).toBe(
    'Nothing but its class is lost of your RpcException: the caller gets what it was made of.',
  );
  const text = await xray('text-exception', onPayments);
  const answer = { status: 'error', message: 'Card declined' };
  expect(values(text)?.slice(1)).toEqual([answer, packet(answer), answer]);
  expect(text?.verdict).toBe('The text of your RpcException reaches the caller; its class does not.');
});

test('a filter that keeps the message brings an Error and an HttpException to the caller', async () => {
  const found = await xray('filter-keeps-message', onOrders);
  const answer = { status: 'error', message: 'The database is on fire' };
  expect(values(found)?.slice(1)).toEqual([answer, packet(answer), answer]);
  expect(found?.verdict).toBe('The text of your Error reaches the caller; its class does not.');
  const http = { status: 404, message: 'No order o1' };
  expect(values(await xray('filter-keeps-http', onOrders))?.slice(1)).toEqual([http, packet(http), http]);
});

test('a filter that hands an Error on loses it to JSON', async () => {
  const found = await xray('filter-as-is', onOrders);
  const error = { name: 'Error', message: 'The database is on fire' };
  expect(values(found)).toEqual([error, error, packet({}), {}]);
  expect(lost(found)).toBe('On the wire');
  expect(found?.verdict).toBe(
    'The text of your Error is gone on the wire, where JSON leaves nothing of it; the caller got {}.',
  );
});

test('a filter that a hybrid application does not pass on is named', async () => {
  const found = await xray('filter-not-inherited', onOrders);
  expect(values(found)?.slice(1)).toEqual([hidden, packet(hidden), hidden]);
  expect(found?.hint).toMatch(/^orders has a filter, which reaches HTTP only: .* “Inherits app config” is on\.$/);
  expect((await xray('filter-keeps-message', onOrders))?.hint).toBeUndefined();
});

test('what a ValidationPipe has found is an HttpException, before any handler has begun', async () => {
  const found = await xray('payload-refused', onOrders);
  const answer = { status: 400, message: ['items must be an array'] };
  const thrown = {
    name: 'BadRequestException',
    message: 'Bad Request Exception',
    status: 400,
    response: { message: ['items must be an array'], error: 'Bad Request', statusCode: 400 },
  };
  expect(values(found)).toEqual([thrown, answer, packet(answer), answer]);
  expect(found?.stages[0]?.note).toBe('Thrown by the ValidationPipe. No handler has begun.');
  const unseen = await xray('payload-refused-unseen', onOrders);
  expect(values(unseen)).toEqual([thrown, hidden, packet(hidden), hidden]);
  expect(unseen?.verdict).toMatch(/^The text of your BadRequestException is gone after Nest’s filter;/);
});

test('over HTTP an HttpException answers for itself, and an Error becomes a 500', async () => {
  const answered = await xray('gateway-throws', overHttp);
  expect(answered?.stages[2]).toEqual({
    title: 'On the wire',
    value: { status: 404, body: { statusCode: 404, message: 'No such book' } },
  });
  expect(answered?.verdict).toBe('Your HttpException answers for itself over HTTP, with status 404.');
  const broken = await xray('gateway-breaks', overHttp);
  expect(broken?.stages[1]?.note).toContain('becomes a 500');
  expect(broken?.verdict).toBe(
    'The text of your Error is gone after Nest’s filter; the caller got “Internal server error”.',
  );
});

test('an event that fails tells nobody', async () => {
  const found = await xray('event-handler-threw', ({ kind }) => kind === 'event');
  expect(values(found)).toEqual([{ name: 'Error', message: 'Disk full' }]);
  expect(found?.verdict).toBe(
    'Nobody is told of your Error: an event has no reply, only the log of the service knows.',
  );
});

test('what no handler threw has no X-ray', async () => {
  expect(await xray('no-handler', onPayments)).toBeUndefined();
  expect(await xray('fine', onPayments)).toBeUndefined();
});
