import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../testing/redisForTests.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from '../testing/testRuntime.ts';
import {
  ask,
  checkBrokenCall,
  flowOver,
  gaveUp,
  startOver,
  transportNames,
  whole,
  type BrokenCall,
  type Outcome,
} from './testing/brokenCall.ts';

/** What a NestJS caller gets when a service ends or stands still, on TCP and on Redis, and after it is mended. */

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

const refused: Outcome = { error: { code: 'ECONNREFUSED' } };
const math = { service: 'math' };

/** Behind a broker the caller's own connection is never touched. */
const rows: BrokenCall[] = [
  {
    it: 'a service that is killed: refused on TCP, on Redis nobody is there to answer',
    fault: { kind: 'kill', target: math },
    gets: { tcp: refused, redis: gaveUp },
    reconnects: ['tcp'],
  },
  {
    it: 'a service that is stopped',
    fault: { kind: 'stop', target: math },
    gets: { tcp: refused, redis: gaveUp },
    reconnects: ['tcp'],
  },
  { it: 'a service that stands still', fault: { kind: 'pause', target: math }, gets: gaveUp },
  { it: 'a caller that stands still', fault: { kind: 'pause', target: { service: 'gateway' } }, gets: gaveUp },
  {
    it: 'a service that flaps, while it is down',
    fault: { kind: 'flap', downMs: 600_000, upMs: 600_000, target: math },
    gets: { tcp: refused, redis: gaveUp },
    reconnects: ['tcp'],
  },
];

const states = (test: TestRuntime, service = 'math'): string[] => {
  test.story('');
  return test.events.flatMap((event) =>
    event.type === 'serviceChanged' && event.service === service && event.state !== undefined ? [event.state] : [],
  );
};

describe.each(transportNames)('a process fault over %s', (transport) => {
  it.each(rows)('$it', async (row) => {
    await checkBrokenCall(row, transport, redis);
  });

  it('what queued up while it stood still is handled then: the reply finds nobody who waits', async () => {
    await using test = await startOver(transport, redis);
    await ask(test);
    await test.apply(flowOver(transport, { timeoutMs: 300 }));
    await test.setFaults({ id: 'still', kind: 'pause', target: math });
    const sent = await ask(test);
    expect(sent).toMatchObject({ error: gaveUp.error });
    expect(test.story(sent.traceId)).not.toContain('math received');
    await test.setFaults();
    const orphan = await test.until(({ type, traceId }) => type === 'orphaned' && traceId === sent.traceId);
    expect(orphan).toMatchObject({ data: 5, faults: ['still'] });
  });

  it('starts again by itself when its time is over, and is blamed for what it ended', async () => {
    await using test = await startOver(transport, redis);
    await ask(test);
    await test.setFaults({ id: 'gone', kind: 'kill', forMs: 50, target: math });
    await test.until(({ type, state }) => type === 'serviceChanged' && state === 'down');
    await expect.poll(() => test.runtime.status().services['math']?.state).toBe('up');
    await expect.poll(() => test.ended).toEqual(['gone']);
    expect(await ask(test)).toMatchObject(whole);
    const changes = test.events.filter(({ type, faults }) => type === 'serviceChanged' && faults !== undefined);
    expect(changes).toMatchObject([
      { service: 'math', replica: 0, state: 'down', faults: ['gone'] },
      { service: 'math', replica: 0, faults: ['gone'] },
    ]);
  });

  it('goes down and up again until it is mended', async () => {
    await using test = await startOver(transport, redis);
    await test.setFaults({ id: 'flaps', kind: 'flap', downMs: 100, upMs: 100, target: math });
    await expect.poll(() => states(test).filter((state) => state === 'down').length).toBeGreaterThan(2);
    await test.setFaults();
    expect(test.runtime.status().services['math']?.state).toBe('up');
    await expect.poll(() => ask(test)).toMatchObject(whole);
  });
});

describe('a process fault', () => {
  const handlers: TestHandlers = {
    slow: {
      on: { message: 'slow' },
      steps: [
        { do: 'delay', ms: 300 },
        { do: 'reply', value: '1' },
      ],
    },
    sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'meta.replica' }] },
  };
  const twin = (replicas = 2) =>
    testFlow({
      services: { gateway: {}, math: { tcp: true, handlers, replicas } },
      wires: { math: { from: 'gateway', to: 'math' } },
    });
  const send = (test: TestRuntime, pattern = 'sum') =>
    test.runtime.send({ wire: 'math', pattern, data: {}, kind: 'request' });

  it('breaks what is under way, and is blamed for it', async () => {
    await using test = await startTestRuntime(twin(1));
    const sending = send(test, 'slow');
    await test.until(({ type }) => type === 'started');
    await test.setFaults({ id: 'gone', kind: 'kill', target: math });
    expect(await sending).toMatchObject({ error: { message: 'Connection closed' } });
    expect(await test.until(({ type }) => type === 'failed')).toMatchObject({ faults: ['gone'] });
  });

  it('lets what is under way end when it only stops', async () => {
    await using test = await startTestRuntime(twin(1));
    const sending = send(test, 'slow');
    await test.until(({ type }) => type === 'started');
    await test.setFaults({ id: 'gone', kind: 'stop', target: math });
    expect(await sending).toMatchObject({ reply: 1 });
    expect(test.runtime.status().services['math']?.state).toBe('down');
  });

  it('ends one replica and leaves the others: nobody else is blamed', async () => {
    await using test = await startTestRuntime(twin());
    await test.setFaults({ id: 'one', kind: 'kill', target: { service: 'math', replica: 0 } });
    const sent = await send(test);
    expect(sent).toMatchObject({ reply: 1 });
    expect(test.story(sent.traceId)).not.toContain('gateway injected');
    expect(test.runtime.status().services['math']?.replicas).toEqual([{ state: 'down' }, { state: 'up' }]);
  });

  it('holds it down through edits and against a hand, and what a hand put down it does not start', async () => {
    await using test = await startTestRuntime(twin(1));
    const gone = { id: 'gone', kind: 'kill', target: math };
    await test.setFaults(gone);
    await expect(test.runtime.actOnService({ service: 'math', action: 'start' })).rejects.toMatchObject({
      problem: { code: 'notRunning', message: 'The kill fault "gone" holds it down. Mend that fault.' },
    });
    const faults = [{ ...gone, kind: 'kill' as const, leg: 'both' as const, rate: 1 }];
    await test.apply(twin(2), { faults });
    expect(test.runtime.status().services['math']?.replicas).toEqual([{ state: 'down' }, { state: 'down' }]);
    await test.runtime.actOnService({ service: 'math', action: 'stop', replica: 1 });
    await test.setFaults();
    expect(test.runtime.status().services['math']?.replicas).toEqual([{ state: 'up' }, { state: 'down' }]);
  });

  it('a restart by hand ends what is open and comes back on the same port', async () => {
    await using test = await startTestRuntime(twin(1));
    await send(test);
    const { listeners } = test.runtime.status().services['math'] ?? {};
    await test.runtime.actOnService({ service: 'math', action: 'restart' });
    expect(test.runtime.status().services['math']).toMatchObject({ state: 'up', listeners });
    expect(await send(test)).toMatchObject({ reply: 0 });
    expect(states(test)).toEqual(['up', 'down', 'starting', 'up']);
  });

  it('flaps by chance, so often as its count says', async () => {
    await using test = await startTestRuntime(twin(1));
    await test.setFaults({ id: 'flaps', kind: 'flap', downMs: 100, upMs: 100, rate: 0.5, count: 2, target: math });
    await expect.poll(() => test.ended, { timeout: 10_000 }).toEqual(['flaps']);
    await expect.poll(() => test.runtime.status().services['math']?.state).toBe('up');
    expect(states(test).filter((state) => state === 'down')).toHaveLength(2);
  });

  it.each(['kill', 'pause'])('is blamed by a driver that gets no answer: %s', async (kind) => {
    const web: TestHandlers = { hi: { on: { http: 'GET /' }, steps: [{ do: 'reply', value: '1' }] } };
    await using test = await startTestRuntime(
      testFlow({
        services: { web: { http: true, handlers: web } },
        drivers: { you: { to: 'web', request: 'GET /' } },
      }),
    );
    await test.setFaults({ id: 'gone', kind, target: { service: 'web' } });
    const driving = test.runtime.drive('you');
    await test.until(({ type, driver, faults }) => type === 'injected' && driver === 'you' && faults?.[0] === 'gone');
    if (kind === 'kill') expect(await driving).toMatchObject({ error: { code: 'ECONNREFUSED' } });
    await test.setFaults();
    if (kind === 'pause') expect(await driving).toMatchObject({ status: 200, body: '1' });
    const { traceId } = await test.runtime.drive('you');
    expect(test.story(traceId)).not.toContain('you injected');
  });

  it.each([
    [{ kind: 'kill', leg: 'reply' }, 'which has no legs'],
    [{ kind: 'kill', match: 'true' }, 'knows no messages'],
    [{ kind: 'stop', rate: 0.5 }, 'acts once and lasts'],
    [{ kind: 'pause', count: 1 }, 'acts once and lasts'],
    [{ kind: 'kill', target: { wire: 'math' } }, 'acts on a service or broker, not on a wire'],
  ])('refuses what makes no sense: %j', async (settings, words) => {
    await using test = await startTestRuntime(twin(1));
    await expect(test.setFaults({ id: 'f', target: math, ...settings })).rejects.toThrow(words);
  });
});
