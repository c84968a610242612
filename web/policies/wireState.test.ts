import { expect, it } from 'vitest';
import type { Policies } from '#shared/policies/policies.ts';
import type { TraceEvent } from '#shared/trace.ts';
import { WireWatch } from './wireState.ts';

let seq = 0;
/** An event of the wire `pay`, told at so many ms. */
function told(atMs: number, type: string, more: object = {}): TraceEvent {
  seq += 1;
  const base = {
    traceId: 't',
    hopId: 'call',
    pattern: 'p',
    kind: 'request',
    wire: 'pay',
    service: 'gateway',
    replica: 0,
  };
  return { seq, atUs: atMs * 1000, type, ...base, ...more } as unknown as TraceEvent;
}
const called = (atMs: number, hopId: string, more: object = {}) => told(atMs, 'called', { hopId, ...more });
const attempt = (atMs: number, hopId: string, of: { call: string; number: number }) =>
  told(atMs, 'called', { hopId, parentId: of.call, attempt: of.number });

function read(policies: Policies, atMs: number, ...events: TraceEvent[]) {
  const watch = new WireWatch();
  watch.take(events);
  return watch.read('pay', policies, atMs * 1000);
}

const breaker = (state: string, failures: number) => ({
  breaker: { state, failures, limit: 3, halfOpenAfterMs: 1000 },
});
const withBreaker: Policies = { breaker: { failures: 3, halfOpenAfterMs: 1000 } };

it('shows the breaker with its counters, counts down, and calls it half-open when its time is over', () => {
  const closed = read(withBreaker, 10, told(0, 'breakerChanged', breaker('closed', 1)));
  expect(closed.breaker).toEqual({ state: 'closed', failures: 1, limit: 3, halfOpensInMs: undefined });
  const open = told(100, 'breakerChanged', breaker('open', 3));
  expect(read(withBreaker, 400, open).breaker).toEqual({ state: 'open', failures: 3, limit: 3, halfOpensInMs: 700 });
  expect(read(withBreaker, 1100, open).breaker).toMatchObject({ state: 'halfOpen', halfOpensInMs: undefined });
  expect(read({}, 400, open).breaker).toBeUndefined();
});

it('shows the replica that is worst off', () => {
  const state = read(
    withBreaker,
    10,
    told(0, 'breakerChanged', { ...breaker('closed', 2), replica: 0 }),
    told(0, 'breakerChanged', { ...breaker('open', 3), replica: 1 }),
  );
  expect(state.breaker?.state).toBe('open');
});

it.each([
  ['its settings change', { type: 'wireChanged', state: 'connected', wire: 'pay', renewed: ['breaker'] }],
  ['its wire leads elsewhere', { type: 'wireChanged', state: 'closed', wire: 'pay' }],
  ['its caller goes down', { type: 'serviceChanged', state: 'down', service: 'gateway' }],
])('forgets the breaker when %s', (_when, change) => {
  const changed = { seq: 9, atUs: 0, ...change } as unknown as TraceEvent;
  expect(read(withBreaker, 10, told(0, 'breakerChanged', breaker('open', 3)), changed).breaker).toBeUndefined();
});

it('shows which attempt of how many, and the rest of its back-off', () => {
  const policies: Policies = { retry: { attempts: 3, initialMs: 100, maxMs: 100 } };
  const events = [
    called(0, 'call', { attempts: 3 }),
    attempt(0, 'a1', { call: 'call', number: 1 }),
    told(50, 'failed', { hopId: 'a1', parentId: 'call', attempt: 1 }),
    told(50, 'retried', { attempt: 2, attempts: 3, delayMs: 100 }),
  ];
  expect(read(policies, 20, ...events.slice(0, 2)).retry).toBeUndefined();
  expect(read(policies, 70, ...events).retry).toEqual({ attempt: 2, attempts: 3, inMs: 80 });
  const second = attempt(150, 'a2', { call: 'call', number: 2 });
  expect(read(policies, 160, ...events, second).retry).toEqual({ attempt: 2, attempts: 3, inMs: undefined });
  expect(read(policies, 200, ...events, second, told(200, 'completed')).retry).toBeUndefined();
});

it('counts places and who waits for one', () => {
  const policies: Policies = { bulkhead: { limit: 2, queue: 5 } };
  const calls = ['a', 'b', 'c'].map((hopId) => called(0, hopId));
  expect(read(policies, 1, ...calls).slots).toEqual({ used: 2, waiting: 1 });
  expect(read(policies, 1, ...calls, told(1, 'completed', { hopId: 'a' })).slots).toEqual({ used: 2, waiting: 0 });
  expect(read(policies, 1).slots).toEqual({ used: 0, waiting: 0 });
});

it('knows that a call in its back-off has no place and wants none, and that a hedged one has one', () => {
  const policies: Policies = { bulkhead: { limit: 2, queue: 5 } };
  const events = [
    called(0, 'backing', { attempts: 3 }),
    told(0, 'retried', { hopId: 'backing', attempt: 2, attempts: 3, delayMs: 500 }),
    called(0, 'hedged', { attempts: 1 }),
    attempt(0, 'h1', { call: 'hedged', number: 1 }),
    attempt(0, 'h2', { call: 'hedged', number: 2 }),
    called(0, 'waiting', { attempts: 3 }),
  ];
  expect(read(policies, 100, ...events).slots).toEqual({ used: 1, waiting: 1 });
});

it('counts the tokens that are left, as they fill up', () => {
  const policies: Policies = { rate: { perSecond: 10, burst: 3 } };
  const calls = ['a', 'b', 'c'].map((hopId) => called(0, hopId));
  expect(read(policies, 0, ...calls).tokens).toBe(0);
  expect(read(policies, 100, ...calls).tokens).toBe(1);
  expect(read(policies, 5000, ...calls).tokens).toBe(3);
  const refused = [called(0, 'd'), told(0, 'rejected', { hopId: 'd', policy: 'breaker' })];
  expect(read(policies, 100, ...calls, ...refused).tokens).toBe(1);
});

it('takes a token for each attempt, but none for the second of a hedge', () => {
  const policies: Policies = { rate: { perSecond: 1, burst: 3 } };
  const events = [
    called(0, 'call', { attempts: 2 }),
    attempt(0, 'h1', { call: 'call', number: 1 }),
    attempt(0, 'h2', { call: 'call', number: 2 }),
  ];
  expect(read(policies, 0, ...events).tokens).toBe(2);
});
