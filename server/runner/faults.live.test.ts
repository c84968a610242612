import { expect, it } from 'vitest';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from './testing/testRuntime.ts';

const handlers: TestHandlers = {
  sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
  seen: { on: { event: 'seen' }, steps: [{ do: 'log', value: 'data' }] },
};

const flow = (timeoutMs?: number) =>
  testFlow({
    services: { gateway: {}, math: { tcp: true, handlers, replicas: 1 } },
    wires: { math: { from: 'gateway', to: 'math', ...(timeoutMs === undefined ? {} : { timeoutMs }) } },
  });

const ask = (test: TestRuntime) =>
  test.runtime.send({ wire: 'math', pattern: 'sum', data: { a: 2, b: 3 }, kind: 'request' });

/** A caller that is connected, and then gives up soon; not so soon that a busy machine could be the reason. */
async function startImpatient(): Promise<TestRuntime> {
  const test = await startTestRuntime(flow(20_000));
  await ask(test);
  await test.apply(flow(300));
  return test;
}

const typesOf = (test: TestRuntime, id: string): string[] => test.story(id).map((line) => line.split(' ')[1] ?? '');

it('delays a message past its timeout: the caller gives up, the work is done, its late reply is an orphan', async () => {
  await using test = await startImpatient();
  await test.setFaults({ id: 'late', kind: 'latency', latencyMs: 500, target: { wire: 'math' } });
  const sent = await ask(test);
  expect(sent.error).toEqual({ name: 'TimeoutError', message: 'Timeout has occurred' });
  const orphan = await test.until(({ type, traceId }) => type === 'orphaned' && traceId === sent.traceId);
  expect(orphan).toMatchObject({ data: 5, wire: 'math', service: 'gateway', faults: ['late'] });
  expect(typesOf(test, sent.traceId)).toEqual([
    'called',
    'sent',
    'injected',
    'timedOut',
    'failed',
    'received',
    'started',
    'replied',
    'orphaned',
  ]);
  const failed = await test.until(({ type }) => type === 'failed');
  expect(failed.faults).toEqual(['late']);
});

it('acts on connections that are open, on every message, and ends when it is taken off', async () => {
  await using test = await startTestRuntime(flow());
  await ask(test);
  await test.setFaults({ id: 'late', kind: 'latency', latencyMs: 30, leg: 'request', target: { service: 'math' } });
  for (let count = 0; count < 3; count += 1) {
    const sent = await ask(test);
    expect(sent.durationMs).toBeGreaterThanOrEqual(29);
    expect(typesOf(test, sent.traceId)).toContain('injected');
  }
  await test.setFaults();
  expect(typesOf(test, (await ask(test)).traceId)).not.toContain('injected');
  expect(test.events.filter(({ type }) => type === 'wireChanged').map(({ state }) => state)).toEqual(['connected']);
});

it('counts messages that were delayed, and ends after the last of them', async () => {
  await using test = await startTestRuntime(flow());
  await test.setFaults({
    id: 'late',
    kind: 'latency',
    latencyMs: 30,
    count: 1,
    leg: 'request',
    target: { wire: 'math' },
  });
  expect((await ask(test)).durationMs).toBeGreaterThanOrEqual(29);
  expect(test.ended).toEqual(['late']);
  expect(typesOf(test, (await ask(test)).traceId)).not.toContain('injected');
});

it('swallows everything in a black hole, until it is taken off', async () => {
  await using test = await startImpatient();
  await test.setFaults({ id: 'hole', kind: 'timeout', target: { listener: 'math.tcp' } });
  const sent = await ask(test);
  expect(sent.error).toMatchObject({ name: 'TimeoutError' });
  expect(typesOf(test, sent.traceId)).toEqual(['called', 'sent', 'injected', 'timedOut', 'failed']);
  await test.setFaults();
  await test.apply(flow(5000));
  expect(await ask(test)).toMatchObject({ reply: 5 });
});

it('resets the connection under a message', async () => {
  await using test = await startTestRuntime(flow());
  await ask(test);
  await test.setFaults({ id: 'hole', kind: 'timeout', target: { wire: 'math' } });
  const sending = ask(test);
  await test.until(({ type }) => type === 'injected');
  await test.setFaults({ id: 'reset', kind: 'reset_peer', target: { wire: 'math' } });
  const sent = await sending;
  expect(sent.error).toEqual({ name: 'Error', message: 'Connection closed' });
  const failed = await test.until(({ type }) => type === 'failed');
  expect(failed.faults).toEqual(['hole', 'reset']);
  await test.setFaults();
  expect(await ask(test)).toMatchObject({ reply: 5 });
});

it('refuses connections while a wire is down, and blames the fault', async () => {
  await using test = await startTestRuntime(flow());
  await test.setFaults({ id: 'cut', kind: 'down', target: { wire: 'math' } });
  const sent = await ask(test);
  expect(sent.error).toMatchObject({ code: 'ECONNREFUSED' });
  expect(typesOf(test, sent.traceId)).toEqual(['called', 'injected', 'failed']);
  await test.setFaults();
  expect(await ask(test)).toMatchObject({ reply: 5 });
});

it('breaks a handler, and the fault is named on both sides and in the message that it broke', async () => {
  await using test = await startTestRuntime(
    testFlow({
      services: {
        gateway: {},
        middle: {
          tcp: true,
          handlers: { go: { on: { message: 'go' }, steps: [{ do: 'send', wire: 'math', pattern: 'sum' }] } },
        },
        math: { tcp: true, handlers },
      },
      wires: { middle: { from: 'gateway', to: 'middle' }, math: { from: 'middle', to: 'math' } },
    }),
  );
  await test.setFaults({ id: 'bad', kind: 'throw_rpc', message: 'No', status: 409, target: { handler: 'math.sum' } });
  const sent = await test.runtime.send({ wire: 'middle', pattern: 'go', data: {}, kind: 'request' });
  expect(sent).toHaveProperty('error');
  const outer = await test.until(({ type, service }) => type === 'called' && service === 'gateway');
  const inner = await test.until(({ type, service }) => type === 'called' && service === 'middle');
  expect(inner.parentId).toBe(outer.hopId);
  await test.until(({ type, service }) => type === 'failed' && service === 'gateway');
  const blamed = test.events
    .filter(({ traceId, faults }) => traceId === sent.traceId && faults?.includes('bad') === true)
    .map(({ type, service }) => `${service} ${type}`);
  expect(blamed).toEqual([
    'math injected',
    'math threw',
    'math replied',
    'middle failed',
    'middle threw',
    'middle replied',
    'gateway failed',
  ]);
});

it('never replies, and the caller waits until its timeout', async () => {
  await using test = await startImpatient();
  await test.setFaults({ id: 'dumb', kind: 'never_reply', target: { service: 'math' } });
  const sent = await ask(test);
  expect(sent.error).toMatchObject({ name: 'TimeoutError' });
  const story = typesOf(test, sent.traceId);
  expect(story).toContain('injected');
  expect(story).not.toContain('replied');
});

it('hits one replica and leaves the others alone', async () => {
  const twin = testFlow({
    services: { gateway: { replicas: 1 }, math: { tcp: true, handlers, replicas: 2 } },
    wires: { a: { from: 'gateway', to: 'math' } },
  });
  await using test = await startTestRuntime(twin);
  const send = () => test.runtime.send({ wire: 'a', pattern: 'sum', data: { a: 1, b: 1 }, kind: 'request' });
  await test.setFaults({ id: 'one', kind: 'throw_error', target: { service: 'math', replica: 1 } });
  expect(await send()).toMatchObject({ reply: 2 });
  // The client's next connection leads to the other replica.
  await test.runtime.actOnService({ service: 'math', action: 'kill', replica: 0 });
  expect(await send()).toMatchObject({ error: { message: 'Internal server error' } });
});

it('acts on strangers who come in by the public port', async () => {
  await using test = await startTestRuntime(
    testFlow({
      services: {
        web: { http: true, handlers: { hi: { on: { http: 'GET /' }, steps: [{ do: 'reply', value: '1' }] } } },
      },
      drivers: { you: { to: 'web', request: 'GET /' } },
    }),
  );
  await test.setFaults({ id: 'late', kind: 'latency', latencyMs: 20, target: { service: 'web' } });
  expect((await test.runtime.drive('you')).durationMs).toBeGreaterThanOrEqual(39);
  expect(await test.until(({ type, faults }) => type === 'serviceChanged' && faults !== undefined)).toMatchObject({
    service: 'web',
    listener: 'web',
    faults: ['late'],
  });
});
