import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../testing/redisForTests.ts';
import { startTestRuntime, testFlow } from '../testing/testRuntime.ts';
import {
  ask,
  checkBrokenCall,
  closed,
  flowOver,
  gaveUp,
  handlers,
  transportNames,
  whole,
  type BrokenCall,
} from './testing/brokenCall.ts';

/** What a NestJS caller gets under each link fault, on TCP and on Redis, and after it is mended. */

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

const rows: BrokenCall[] = [
  {
    it: 'latency delays a message, both ways',
    fault: { kind: 'latency', latencyMs: 60 },
    gets: { ...whole, afterMs: 119 },
  },
  {
    it: 'a narrow bandwidth makes a message as slow as it is long',
    fault: { kind: 'bandwidth', kbPerSecond: 1, leg: 'request' },
    gets: { ...whole, afterMs: 100 },
  },
  {
    it: 'a sliced message arrives whole, piece by piece',
    fault: { kind: 'slicer', averageBytes: 20, variationBytes: 5, delayMs: 10, leg: 'request' },
    gets: { ...whole, afterMs: 50 },
  },
  {
    it: 'a black hole lets the caller wait until it gives up',
    fault: { kind: 'timeout' },
    gets: gaveUp,
    // What is lost of a Redis connection cannot be done without: it ends with the fault.
    reconnects: ['redis'],
  },
  {
    it: 'a black hole that closes: on TCP an error, on Redis the client waits for its broker',
    fault: { kind: 'timeout', closeAfterMs: 100 },
    gets: { tcp: { ...closed, afterMs: 0 }, redis: gaveUp },
    reconnects: ['tcp', 'redis'],
  },
  {
    it: 'limited data ends the connection in mid-message',
    fault: { kind: 'limit_data', bytes: 50, leg: 'request' },
    gets: { tcp: closed, redis: gaveUp },
    reconnects: ['tcp', 'redis'],
  },
  {
    it: 'a bit that is turned over may be a name: the caller takes the whole frame for its answer',
    fault: { kind: 'corrupt', leg: 'reply', seed: 2 },
    on: ['tcp'],
    gets: { reply: { rerponse: 5, isDisposed: true } },
    reconnects: ['tcp'],
  },
  {
    it: 'a bit that is turned over may be in the id: nobody waits for that reply',
    fault: { kind: 'corrupt', leg: 'reply', seed: 1 },
    on: ['tcp'],
    gets: gaveUp,
    reconnects: ['tcp'],
  },
  {
    it: 'a bit that is turned over may make a frame unreadable: Nest closes the connection',
    fault: { kind: 'corrupt', leg: 'reply', seed: 6 },
    on: ['tcp'],
    gets: closed,
    reconnects: ['tcp'],
  },
  {
    it: 'garbage to a broker is an error, in its own words',
    fault: { kind: 'corrupt', leg: 'request', bits: 64, seed: 1 },
    on: ['redis'],
    gets: { error: expect.anything() },
    reconnects: ['redis'],
  },
  {
    it: 'a reset: on TCP an error, on Redis the client waits for its broker',
    fault: { kind: 'reset_peer', afterMs: 50 },
    beside: { kind: 'latency', latencyMs: 600_000 },
    gets: { tcp: closed, redis: gaveUp },
    reconnects: ['tcp', 'redis'],
  },
  {
    it: 'down: on TCP the caller is refused, on Redis its client says that it tries again',
    fault: { kind: 'down' },
    state: { tcp: 'disconnected', redis: 'reconnecting' },
    gets: {
      tcp: { error: { code: 'ECONNREFUSED' } },
      redis: { error: 'Error: Connection lost. Trying to reconnect...' },
    },
    reconnects: ['tcp', 'redis'],
  },
];

describe.each(transportNames)('a link fault on %s', (transport) => {
  it.each(rows.filter(({ on = transportNames }) => on.includes(transport)))('$it', async (row) => {
    await checkBrokenCall(row, transport, redis);
  });
});

describe('a slow close', () => {
  const twins = testFlow({
    services: { gateway: {}, math: { tcp: true, handlers, replicas: 2 } },
    wires: { math: { from: 'gateway', to: 'math', timeoutMs: 20_000 } },
  });

  it('keeps from the caller that its service has stopped, until it is mended', async () => {
    await using test = await startTestRuntime(flowOver('tcp'));
    await ask(test);
    await test.setFaults({ id: 'slow', kind: 'slow_close', delayMs: 600_000, target: { wire: 'math' } });
    await test.runtime.actOnService({ service: 'math', action: 'stop' });
    const told = await test.until(({ type, faults }) => type === 'wireChanged' && faults !== undefined);
    expect(told).toMatchObject({ wire: 'math', faults: ['slow'], state: 'connected' });
    expect(test.runtime.status().wires['math']?.state).toBe('connected');
    await test.setFaults();
    await test.until(({ type, state }) => type === 'wireChanged' && state === 'disconnected');
    await test.runtime.actOnService({ service: 'math', action: 'start' });
    expect(await ask(test)).toMatchObject(whole);
  });

  it('ends by itself after its delay', async () => {
    await using test = await startTestRuntime(twins);
    await ask(test);
    await test.setFaults({ id: 'slow', kind: 'slow_close', delayMs: 100, target: { wire: 'math' } });
    const startedAt = performance.now();
    await test.runtime.actOnService({ service: 'math', action: 'kill', replica: 0 });
    await test.until(({ type, state }) => type === 'wireChanged' && state === 'disconnected');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(99);
    expect(await ask(test)).toMatchObject(whole);
  });
});
