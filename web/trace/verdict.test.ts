import { readFile, readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Fault } from '#shared/faults/fault.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import type { TraceEvent } from '#shared/trace.ts';
import { addEvents, emptyBook } from './traceBook.ts';
import { verdict, verdictParts } from './verdict.ts';

/** What is said of traces that were recorded from real services (scripts/recordTraces.ts). */

interface Recorded {
  flow: Flow;
  faults: Fault[];
  events: TraceEvent[];
}

const folder = new URL('recorded/', import.meta.url);

async function recorded(name: string): Promise<Recorded> {
  return JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8')) as Recorded;
}

function verdictOf({ flow, faults, events }: Recorded): string {
  return verdict({ flow, faults, hops: [...addEvents(emptyBook, events).hops.values()] });
}

const sentences: Readonly<Record<string, string>> = {
  'breaker-open':
    'The open circuit breaker of PAYMENTS did not let charge through. orders got “Execution prevented because the circuit breaker is open”, api-gateway “Internal server error”, driver buyer “502 Internal server error” after 7.5 ms.',
  'connection-reset':
    'The connection of PAYMENTS broke because of your “reset connection” fault, while orders waited for charge: “Connection closed”. api-gateway got “Internal server error”, driver buyer “502 Internal server error” after 84 ms.',
  'dead-letter':
    "payments threw “Bank is closed” in charge because of your “throw RpcException” fault on payments { cmd: 'charge' }; orders retried once, in vain. PAYMENTS keeps it in its dead letters; orders got “503 Bank is closed”, api-gateway “Internal server error”, driver buyer “502 Internal server error” after 46 ms.",
  'error-passed-on':
    'payments threw “RpcException: Card declined” in charge. orders got “402 Card declined”, driver buyer “402 Card declined” after 74 ms.',
  'error-through-orders':
    'payments threw “RpcException: Card declined” in charge. orders got “402 Card declined”, api-gateway “Internal server error”, driver buyer “502 Internal server error” after 68 ms.',
  'event-handler-threw':
    'audit threw “Disk full” in order_created, for which nobody waits. Driver buyer was answered 201 after 26 ms.',
  'fault-declines':
    "payments threw “Card declined” in charge because of your “throw RpcException” fault on payments { cmd: 'charge' }. orders got “402 Card declined”, api-gateway “Internal server error”, driver buyer “502 Internal server error” after 33 ms.",
  'fell-back':
    "payments did not answer charge because of your “never reply” fault on payments { cmd: 'charge' }; orders gave up at 150 ms. The fallback of PAYMENTS answered in its place; driver buyer was answered 201 after 178 ms.",
  'filter-as-is':
    'orders threw “The database is on fire” in broken. api-gateway got “{}”, driver plain Error “502 {}” after 46 ms.',
  'filter-keeps-http':
    'orders threw “404 HttpException: No order o1” in get_order. api-gateway got “404 No order o1”, driver HttpException “404 No order o1” after 97 ms.',
  'filter-keeps-message':
    'orders threw “The database is on fire” in broken. api-gateway got “The database is on fire”, driver plain Error “502 The database is on fire” after 70 ms.',
  'filter-not-inherited':
    'orders threw “The database is on fire” in broken. api-gateway got “Internal server error”, driver plain Error “502 Internal server error” after 75 ms.',
  fine: 'Everything went well: api-gateway answered driver buyer 201 after 181 ms. The slowest part was PAYMENTS, which took 70 ms for charge.',
  'gateway-breaks':
    'api-gateway threw “Out of ideas” in POST /orders. Driver buyer got “500 Internal server error” after 103 ms.',
  'gateway-throws':
    'api-gateway threw “404 HttpException: No such book” in POST /orders. Driver buyer got “404 No such book” after 98 ms.',
  hedged:
    "Everything went well: api-gateway answered driver buyer 201 after 92 ms. PAYMENTS had no value within 60 ms because of your slow fault on payments { cmd: 'charge' } and was asked once more; attempt 2 was first.",
  'http-exception':
    'payments threw “409 HttpException: Already charged” in charge. orders got “Internal server error”, driver buyer “502 Internal server error” after 234 ms.',
  'late-reply':
    'PAYMENTS answered after 2.01 s; api-gateway gave up at 1 s. Driver too slow got “504 Timeout has occurred” after 1.05 s.',
  'latency-fault':
    'Everything went well: api-gateway answered driver buyer 201 after 660 ms. PAYMENTS took 610 ms for charge because of your latency fault.',
  'no-handler':
    'payments has no handler for refund. orders got “There is no matching message handler defined in the remote service.”, api-gateway “Internal server error”, driver buyer “502 Internal server error” after 27 ms.',
  'nobody-received':
    'Nobody received order_created on redis (0 subscribers). Driver buyer was answered 201 after 753 ms.',
  'payload-refused':
    'orders threw “400 BadRequestException: items must be an array” in create_order. api-gateway got “400 items must be an array”, driver order without items “400 {"status":400,"message":["items must be an array"]}” after 117 ms.',
  'payload-refused-unseen':
    'orders threw “400 BadRequestException: items must be an array” in create_order. api-gateway got “Internal server error”, driver order without items “502 Internal server error” after 320 ms.',
  'plain-error':
    'payments threw “The database is on fire” in broken. api-gateway got “Internal server error”, driver plain Error “502 Internal server error” after 170 ms.',
  'rate-limited':
    'The rate limit of PAYMENTS did not let charge through. orders got “RateLimitedError: Rate limit exceeded (0.1 per second, 1 at once)”, api-gateway “Internal server error”, driver buyer “502 Internal server error” after 5.1 ms.',
  'request-lost':
    'Nobody received charge on redis (0 subscribers); orders gave up at 1 s. api-gateway got “Internal server error”, driver buyer “502 Internal server error” after 1.03 s.',
  'retried-well':
    "payments threw “Out of memory” in charge because of your “throw Error” fault on payments { cmd: 'charge' }; orders retried once. Attempt 2 went well; driver buyer was answered 201 after 56 ms.",
  'retries-in-vain':
    'PAYMENTS answered after 831 ms because of your latency fault; orders gave up at 200 ms and retried twice, in vain. api-gateway got “Internal server error”, driver buyer “502 Internal server error” after 1.28 s.',
  'rpc-exception':
    'payments threw “RpcException: Card declined” in declined. api-gateway got “402 Card declined”, driver RpcException “402 Card declined” after 105 ms.',
  'service-killed':
    'orders could not reach payments over PAYMENTS: “connect ECONNREFUSED 127.0.0.1:44897”. api-gateway got “Internal server error”, driver buyer “502 Internal server error” after 28 ms.',
  'text-exception':
    'payments threw “RpcException: Card declined” in charge. orders got “Card declined”, api-gateway “Internal server error”, driver buyer “502 Internal server error” after 118 ms.',
  'timeout-at-the-gateway':
    'PAYMENTS answered after 403 ms; api-gateway gave up on ORDERS at 150 ms. Driver buyer got “504 Timeout has occurred” after 180 ms.',
  'under-way':
    "Still under way: payments has not answered charge yet because of your “never reply” fault on payments { cmd: 'charge' }, and orders waits.",
  'wire-down':
    'orders could not reach payments over PAYMENTS because of your down fault: “connect ECONNREFUSED 127.0.0.1:40361”. api-gateway got “Internal server error”, driver buyer “502 Internal server error” after 28 ms.',
};

test.each(Object.entries(sentences))('%s', async (name, sentence) => {
  expect(verdictOf(await recorded(name))).toBe(sentence);
});

test('something is said of every recording', async () => {
  const files = await readdir(folder);
  expect(files.map((file) => file.replace('.json', '')).sort()).toEqual(Object.keys(sentences).sort());
});

test.each(Object.keys(sentences))('%s has a sentence at every moment of it', async (name) => {
  const { events, ...scene } = await recorded(name);
  for (let seen = 1; seen <= events.length; seen += 1) {
    expect(verdictOf({ ...scene, events: events.slice(0, seen) })).toMatch(/^.{10,}[.…?!”]$/);
  }
});

test('of nothing, nothing is said', () => {
  expect(verdict({ flow: emptyFlow(), faults: [], hops: [] })).toBe('');
});

test('its words lead to the messages that they speak of', async () => {
  const { flow, faults, events } = await recorded('error-through-orders');
  const hops = [...addEvents(emptyBook, events).hops.values()];
  const about = new Map(hops.map(({ hopId, wire }) => [hopId, wire ?? 'http']));
  const parts = verdictParts({ flow, faults, hops }).map(({ text, hopId }) => [
    text,
    hopId === undefined ? undefined : about.get(hopId),
  ]);
  expect(parts.slice(0, -2)).toEqual([
    ['payments threw “RpcException: Card declined” in charge', 'payments'],
    ['.', undefined],
    [' ', undefined],
    ['orders got “402 Card declined”', 'payments'],
    [', ', undefined],
    ['api-gateway “Internal server error”', 'orders'],
    [', ', undefined],
    ['driver buyer “502 Internal server error”', 'http'],
  ]);
});

test('a name from right to left keeps to itself, so that the numbers beside it stand where they belong', async () => {
  const fine = await recorded('fine');
  const [id = '', driver] = Object.entries(fine.flow.drivers)[0] ?? [];
  if (driver === undefined) throw new Error('That recording has a driver');
  const flow = { ...fine.flow, drivers: { ...fine.flow.drivers, [id]: { ...driver, name: 'קונה' } } };
  expect(verdictOf({ ...fine, flow })).toContain('answered driver \u2068קונה\u2069 201 after');
});
