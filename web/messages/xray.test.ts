import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { TraceEvent } from '#shared/trace.ts';
import type { HopView } from '../trace/hopView.ts';
import { addEvents, emptyBook } from '../trace/traceBook.ts';
import { xrayOf, type XrayStage } from './xray.ts';

/** On traces that were recorded from real services. */
async function stagesOf(name: string, isIt: (hop: HopView) => boolean): Promise<XrayStage[] | undefined> {
  const text = await readFile(new URL(`../trace/recorded/${name}.json`, import.meta.url), 'utf8');
  const { events } = JSON.parse(text) as { events: TraceEvent[] };
  const hop = [...addEvents(emptyBook, events).hops.values()].find(isIt);
  if (hop === undefined) throw new Error('There is no such message');
  return xrayOf(hop);
}

const onPayments = ({ wire }: HopView): boolean => wire === 'payments';
const overHttp = ({ kind }: HopView): boolean => kind === 'http';
const hidden = { status: 'error', message: 'Internal server error' };
const values = (stages: XrayStage[] | undefined) => stages?.map(({ value }) => value);

test('a plain Error is hidden by the filter of a microservice', async () => {
  const stages = await stagesOf('plain-error', onPayments);
  expect(stages?.map(({ title }) => title)).toEqual([
    'Thrown',
    'After Nest’s filters',
    'On the wire',
    'The caller got',
  ]);
  expect(values(stages)).toEqual([
    { name: 'Error', message: 'The database is on fire' },
    hidden,
    { err: hidden, isDisposed: true },
    hidden,
  ]);
  expect(stages?.[1]?.note).toContain('Only an RpcException');
});

test('an HttpException is hidden likewise in a microservice', async () => {
  const stages = await stagesOf('http-exception', onPayments);
  expect(values(stages)?.[0]).toMatchObject({ name: 'HttpException' });
  expect(values(stages)?.[3]).toEqual(hidden);
});

test('an RpcException gives what it was made of', async () => {
  const stages = await stagesOf('rpc-exception', onPayments);
  const made = { status: 402, message: 'Card declined' };
  expect(values(stages)?.slice(1)).toEqual([made, { err: made, isDisposed: true }, made]);
  expect(stages?.[1]?.note).toContain('what it was made of');
});

test('over HTTP an HttpException answers for itself, and an Error becomes a 500', async () => {
  const answered = await stagesOf('gateway-throws', overHttp);
  expect(answered?.[2]).toEqual({
    title: 'On the wire',
    value: { status: 404, body: { statusCode: 404, message: 'No such book' } },
  });
  const broken = await stagesOf('gateway-breaks', overHttp);
  expect(broken?.[1]?.note).toContain('becomes a 500');
});

test('an event that fails tells nobody', async () => {
  const stages = await stagesOf('event-handler-threw', ({ kind }) => kind === 'event');
  expect(values(stages)).toEqual([{ name: 'Error', message: 'Disk full' }]);
  expect(stages?.[0]?.note).toContain('nobody is told');
});

test('what no handler threw has no X-ray', async () => {
  expect(await stagesOf('no-handler', onPayments)).toBeUndefined();
  expect(await stagesOf('fine', onPayments)).toBeUndefined();
});
