import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fanOut } from '#shared/examples/fanOut.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
  server = await startTestServer();
  session = await server.openSession({ flow: pingPong });
});
afterAll(() => server.close());

const refusal = (code: string, at?: string): object => ({
  ok: false,
  problem: { code, message: expect.any(String), ...(at === undefined ? {} : { at }) },
});

describe('opening and reading', () => {
  test('a session is opened with everything up', async () => {
    const view = await session.read();
    const port = expect.any(Number);
    expect(view).toEqual({
      id: session.id,
      run: expect.any(String),
      revision: 0,
      flow: pingPong,
      runner: 'up',
      services: {
        gateway: {
          state: 'up',
          listeners: { web: { transport: 'http', ports: [port], state: 'up' } },
          replicas: [{ state: 'up' }],
          health: { ready: true, because: [] },
          problems: [],
        },
        pong: {
          state: 'up',
          listeners: { tcp: { transport: 'tcp', ports: [port], state: 'up' } },
          replicas: [{ state: 'up' }],
          health: { ready: true, because: [] },
          problems: [],
        },
      },
      wires: { pong: { state: expect.stringMatching(/idle|connected/) } },
      drivers: { you: { perSecond: 0, running: false } },
      brokers: {},
      faults: [],
      faultProgress: {},
      held: [],
      deadLetters: {},
      problems: [],
    });
  });

  test('a broker says what it holds of this session', async () => {
    const other = await server.openSession({ flow: fanOut });
    const read = async () => (await server.rest.get(other.path('/brokers/redis/contents'))).body;
    // Its two replicas and the other service have subscribed when the session is open; the broker may still be counting.
    await expect.poll(read).toMatchObject({
      ok: true,
      tables: [
        {
          title: 'Channels',
          columns: ['channel', 'subscribers'],
          rows: [
            ['cat_created', 3],
            ['health.audit', 1],
            ['health.notifications', 2],
          ],
        },
      ],
    });
    expect(await server.rest.get(other.path('/brokers/nobody/contents'))).toEqual({
      status: 404,
      body: refusal('notFound', 'brokers.nobody'),
    });
    await other.close();
  });

  test('without a flow or an example the order saga is opened', async () => {
    const other = await server.openSession();
    expect((await other.read()).flow.name).toBe('Order saga');
    await other.close();
    expect(await server.rest.get(other.path())).toEqual({ status: 404, body: refusal('notFound', 'session') });
  });

  test('the answer says where the session is, and nobody can guess it', async () => {
    const { body } = await server.rest.post('/api/sessions', { example: 'ping-pong' });
    const { id } = body as { id: string };
    expect(body).toEqual({ ok: true, id, url: `/s/${id}` });
    expect(id).toMatch(/^[A-Za-z0-9_-]{24}$/);
    await server.rest.delete(`/api/sessions/${id}`);
  });

  test('an unknown example is refused, naming those there are', async () => {
    const both = await server.rest.post('/api/sessions', { example: 'ping-pong', flow: pingPong });
    expect([both.status, both.body]).toEqual([400, refusal('badInput', 'example')]);
    const { status, body } = await server.rest.post('/api/sessions', { example: 'nope' });
    expect({ status, body }).toEqual({ status: 404, body: refusal('notFound', 'example') });
    expect(JSON.stringify(body)).toContain('order-saga');
  });

  test('the examples are listed', async () => {
    const { examples } = await server.rest.ok<{ examples: { id: string }[] }>('GET', '/api/examples');
    expect(examples.map(({ id }) => id)).toContain('order-saga');
  });
});

describe('changing the drawing', () => {
  test('edits are live when they are answered, and older ones are merged', async () => {
    const mine = await server.openSession({ flow: pingPong });
    const steps = [{ do: 'reply', value: "'new'" }];
    const handler = { on: { message: { cmd: 'ping' } }, steps };
    const first = await mine.edit([
      { edit: 'set', part: 'services', id: 'pong', field: 'handlers', value: { ping: handler } },
    ]);
    expect(first).toEqual({ revision: 1, problems: [] });
    expect((await mine.send('pong', { cmd: 'ping' }, {})).reply).toBe('new');
    // Made on revision 0, as somebody would who has not heard of the change yet.
    const second = await mine.edit([{ edit: 'move', part: 'services', id: 'pong', position: { x: 7, y: 7 } }], 0);
    expect(second).toEqual({ revision: 2, problems: [] });
    const { flow } = await mine.read();
    expect(flow.services['pong']).toMatchObject({ position: { x: 7, y: 7 }, handlers: { ping: handler } });
    await mine.close();
  });

  test('edits on a revision that is still to come are refused', async () => {
    const answer = await server.rest.post(session.path('/edits'), {
      revision: 99,
      edits: [{ edit: 'renameFlow', name: 'x' }],
    });
    expect(answer).toEqual({ status: 409, body: refusal('staleRevision', 'revision') });
  });

  test('of a list of edits all are accepted or none', async () => {
    const before = await session.read();
    const answer = await server.rest.post(session.path('/edits'), {
      revision: before.revision,
      edits: [
        { edit: 'renameFlow', name: 'half' },
        { edit: 'remove', part: 'services', id: 'nobody' },
      ],
    });
    expect(answer).toEqual({ status: 404, body: refusal('notFound', 'edits.1.services.nobody') });
    expect(await session.read()).toEqual(before);
  });

  test('a whole flow is put in place of the old one, bare or wrapped', async () => {
    const mine = await server.openSession({ flow: pingPong });
    expect(await mine.replaceFlow(emptyFlow('Empty'))).toEqual({ revision: 1, problems: [] });
    expect((await mine.read()).services).toEqual({});
    await server.rest.ok('PUT', mine.path('/flow'), { flow: pingPong });
    expect((await mine.send('pong', { cmd: 'ping' }, { text: 'a' })).reply).toEqual({ text: 'pong', youSaid: 'a' });
    await mine.close();
  });
});

describe('sending', () => {
  test('a request gets its reply, its trace is there, and the payload of each event can be read', async () => {
    const sent = await session.send('pong', { cmd: 'ping' }, { text: 'hi' });
    expect(sent).toEqual({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      durationMs: expect.any(Number),
      reply: { text: 'pong', youSaid: 'hi' },
    });
    using page = await session.join();
    await page.untilEvent((event) => event.type === 'completed' && event.traceId === sent.traceId);
    const { events, missed } = await session.trace(sent.traceId);
    expect(missed).toBe(0);
    const received = events.find(({ type }) => type === 'received');
    expect(await server.rest.get(session.path(`/events/${received?.seq}/payload`))).toEqual({
      status: 200,
      body: { ok: true, data: { text: 'hi' } },
    });
  });

  test('what the caller got as error is an answer, not a refusal', async () => {
    const sent = await session.send('pong', { cmd: 'nope' }, {});
    expect(sent.error).toBe('There is no matching message handler defined in the remote service.');
  });

  test('a driver sends its request', async () => {
    expect(await session.drive('you')).toMatchObject({ status: 200, body: { text: 'pong', youSaid: 'hello' } });
  });

  test('a wire or driver that is not there is a Problem', async () => {
    expect(await server.rest.post(session.path('/send'), { wire: 'nope', pattern: 'x' })).toMatchObject({
      status: 404,
      body: refusal('notFound', expect.any(String)),
    });
    expect((await server.rest.post(session.path('/drivers/nope/send'))).status).toBe(404);
  });
});

describe('breaking and mending', () => {
  test('a fault acts until it is mended', async () => {
    const target = { handler: 'pong.ping' };
    expect(await session.putFault('boom', { kind: 'throw_rpc', status: 418, message: 'no', target })).toMatchObject({
      fault: { id: 'boom', kind: 'throw_rpc', target, rate: 1, leg: 'both' },
    });
    expect((await session.send('pong', { cmd: 'ping' }, {})).error).toEqual({ status: 418, message: 'no' });
    expect((await session.read()).faults).toHaveLength(1);
    await session.mend('boom');
    expect((await session.send('pong', { cmd: 'ping' }, {})).error).toBeUndefined();
    expect(await session.mendAll()).toEqual({ removed: 0 });
  });

  test('a fault on nothing, of no kind or already mended is a Problem', async () => {
    expect(
      await server.rest.put(session.path('/faults/f'), { kind: 'latency', latencyMs: 1, target: { wire: 'nope' } }),
    ).toEqual({ status: 404, body: refusal('notFound', 'target.wire') });
    expect(
      (await server.rest.put(session.path('/faults/f'), { kind: 'gremlins', target: { wire: 'pong' } })).status,
    ).toBe(400);
    expect((await server.rest.delete(session.path('/faults/f'))).status).toBe(404);
  });

  test('a removed wire takes its faults along', async () => {
    const mine = await server.openSession({ flow: pingPong });
    await mine.putFault('lag', { kind: 'latency', latencyMs: 1, target: { wire: 'pong' } });
    await mine.edit([{ edit: 'remove', part: 'wires', id: 'pong' }]);
    expect((await mine.read()).faults).toEqual([]);
    await mine.close();
  });

  test('a service is killed and started again, alone or one replica of it', async () => {
    await session.service('pong', 'kill');
    expect((await session.read()).services['pong']?.state).toBe('down');
    expect((await session.send('pong', { cmd: 'ping' }, {})).error).toBeDefined();
    await session.service('pong', 'start', 0);
    expect((await session.read()).services['pong']?.state).toBe('up');
    expect((await session.send('pong', { cmd: 'ping' }, { text: 'x' })).reply).toEqual({ text: 'pong', youSaid: 'x' });
  });

  test('a broker is killed and comes back on its port, and events flow again', async () => {
    const mine = await server.openSession({ example: 'fan-out' });
    using page = await mine.join();
    const logs = (): number => page.events.filter(({ type }) => type === 'logged').length;
    const state = (service: string): string | undefined => page.view?.services[service]?.state;
    await mine.drive('keeper');
    await page.until(() => logs() === 2);
    const before = (await mine.read()).brokers['redis'];
    await mine.broker('redis', 'kill');
    expect((await mine.read()).brokers['redis']).toEqual({ ...before, state: 'down' });
    await page.until(
      () => state('notifications') === 'degraded' && page.view?.wires['events']?.state === 'reconnecting',
    );
    await mine.broker('redis', 'start');
    expect((await mine.read()).brokers['redis']).toEqual(before);
    await page.until(() => state('notifications') === 'up' && page.view?.wires['events']?.state === 'connected');
    await mine.drive('keeper');
    await page.until(() => logs() === 4);
    const changes = page.events.filter(({ type }) => type === 'brokerChanged');
    expect(changes.map((event) => 'state' in event && event.state)).toEqual([
      'starting',
      'up',
      'down',
      'starting',
      'up',
    ]);
    await mine.close();
  });
});

describe('the doors themselves', () => {
  test('say that they are open', async () => {
    expect(await server.rest.get('/health/live')).toEqual({ status: 200, body: { ok: true } });
    expect(await server.rest.get('/health/ready')).toEqual({ status: 200, body: { ok: true } });
    const metrics = await (await server.rest.raw('/metrics')).text();
    expect(metrics).toMatch(/^patchbay_sessions \d+$/m);
  });

  test('answer unknown routes, broken JSON and huge bodies with a Problem', async () => {
    const raw = async (path: string, init?: RequestInit): Promise<object> => {
      const response = await server.rest.raw(path, init);
      return { status: response.status, body: await response.json() };
    };
    expect(await raw('/api/nothing')).toEqual({ status: 404, body: refusal('notFound') });
    expect(await raw('/api/sessions', { method: 'POST', body: '{"flow":' })).toEqual({
      status: 400,
      body: refusal('badInput'),
    });
    expect(await raw('/api/sessions', { method: 'POST', body: `"${'x'.repeat(3 << 20)}"` })).toEqual({
      status: 413,
      body: refusal('tooLarge'),
    });
  });

  test('refuse changes from a foreign page, and let nothing foreign into ours', async () => {
    const foreign = { method: 'POST', headers: { origin: 'http://evil.example' } };
    expect((await server.rest.raw('/api/sessions', foreign)).status).toBe(403);
    const own = { method: 'DELETE', headers: { origin: server.url } };
    expect((await server.rest.raw('/api/sessions/nope', own)).status).toBe(404);
    const { headers } = await server.rest.raw('/health/live');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('open no more sessions than they may, and close the idle ones', async () => {
    let now = 0;
    await using small = await startTestServer({ maxSessions: 1, idleMs: 1000, now: () => now });
    const first = await small.openSession({ flow: emptyFlow() });
    expect(await small.rest.post('/api/sessions', { flow: emptyFlow() })).toEqual({
      status: 429,
      body: refusal('tooMany'),
    });
    const page = await first.join();
    now = 5000;
    await small.running.sessions.closeIdle();
    await first.read();
    page[Symbol.dispose]();
    await expect.poll(() => small.running.sessions.all[0]?.viewers).toBe(0);
    now = 6001;
    await small.running.sessions.closeIdle();
    expect(small.running.sessions.find(first.id)).toBeUndefined();
    await small.openSession({ flow: emptyFlow() });
  });

  test('a machine that runs out of memory opens no session more, and says why', async () => {
    let now = 0;
    await using small = await startTestServer({
      restMs: 1000,
      now: () => now,
      freeMb: (): number => 1000.4 - 880 * small.running.sessions.all.length,
    });
    const first = await small.openSession({ flow: emptyFlow() });
    const { status, body } = await small.rest.post('/api/sessions', { flow: emptyFlow() });
    expect([status, body]).toEqual([429, { ok: false, problem: { code: 'tooMany', message: noMemory } }]);
    // What rests makes room for who comes.
    now = 1500;
    await small.openSession({ flow: emptyFlow() });
    expect(small.running.sessions.find(first.id)).toBeUndefined();
  });

  test('a full server puts to sleep what nobody has used for the longest time, and it wakes by its link', async () => {
    let now = 0;
    await using small = await startTestServer({ maxSessions: 2, restMs: 1000, now: () => now });
    const oldest = await small.openSession({ flow: pingPong });
    now = 500;
    const watched = await small.openSession({ flow: emptyFlow() });
    using _page = await watched.join();
    now = 1400;
    const third = await small.openSession({ flow: emptyFlow() });
    expect(small.running.sessions.find(oldest.id)).toBeUndefined();
    expect(small.running.sessions.find(watched.id)).toBeDefined();
    expect((await small.rest.get(oldest.path())).status).toBe(429);
    now = 2400;
    expect((await oldest.read()).flow.name).toBe('Ping-pong');
    expect(small.running.sessions.find(third.id)).toBeUndefined();
  });
});

const noMemory =
  'This server runs 1 sessions and its machine has 120 MB of memory left, too little for another one. Close one, or wait until one is idle.';
