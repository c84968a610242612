import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Flow } from '#shared/flow/flow.ts';
import { flowSchema } from '#shared/flow/flow.ts';
import type { HeldMessage } from '#shared/held.ts';
import type { Links } from '#shared/protocol.ts';
import { apartFlow, work } from '../testing/apartFlow.ts';
import { joinSession } from '../testing/testPage.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

/** Breakpoints through the doors: everybody in a session sees what is held, and whoever may edit acts on it. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const position = { x: 0, y: 0 };

function flowOver(transport: 'tcp' | 'redis'): Flow {
  return flowSchema.parse({
    version: 1,
    name: 'Held',
    services: {
      shop: { name: 'shop', position },
      math: {
        name: 'math',
        position,
        listeners: { in: transport === 'tcp' ? { transport } : { transport, broker: 'redis' } },
        handlers: { sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] } },
      },
    },
    brokers: transport === 'tcp' ? {} : { redis: { name: 'redis', transport: 'redis', position } },
    wires: {
      math: {
        name: 'MATH',
        from: 'shop',
        to: transport === 'tcp' ? 'math' : 'redis',
        policies: { timeout: { ms: 20_000 } },
      },
    },
  });
}

const sum = (session: TestSession) => session.send('math', 'sum', { a: 2, b: 3 });

async function stopOn(session: TestSession): Promise<void> {
  await session.putFault('stop', { kind: 'hold', leg: 'request', target: { wire: 'math' } });
}

describe.each(['tcp', 'redis'] as const)('a breakpoint over %s', (transport) => {
  test('what it holds is seen by all who look, late ones too, and let go by one of them', async () => {
    const session = await server.openSession({ flow: flowOver(transport) });
    using one = await session.join();
    await stopOn(session);
    const sending = sum(session);
    await one.until(({ view }) => view?.held.length === 1);
    using late = await session.join();
    const [held] = late.view?.held ?? [];
    const { held: listed } = await session.rest.ok<{ held: HeldMessage[] }>('GET', session.path('/held'));
    const as = { pattern: 'sum', wire: 'math', leg: 'request', caller: 'waits', preview: '{"a":2,"b":3}' };
    expect([held, ...listed]).toMatchObject([as, as]);
    expect(held?.leftMs).toBeLessThanOrEqual(20_000);
    const path = session.path(`/held/${held?.id}`);
    expect(await session.rest.get(path)).toEqual({ status: 200, body: { ok: true, data: { a: 2, b: 3 } } });

    const refusals = [
      await session.rest.post(path, { do: 'edit' }),
      await session.rest.post(path, { do: 'release', data: 1 }),
      await session.rest.post(path, { do: 'move', after: '0'.repeat(16) }),
      await session.rest.post(session.path(`/held/${'0'.repeat(16)}`), { do: 'release' }),
      await session.rest.post(path, { do: 'burn' }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([400, 400, 404, 404, 400]);
    const deep = `${'['.repeat(70)}${']'.repeat(70)}`;
    const raw = await session.rest.raw(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"do":"edit","data":${deep}}`,
    });
    expect(raw.status).toBe(400);
    const bad = await session.rest.raw(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"do":"edit","data":{oops',
    });
    expect(bad.status).toBe(400);

    expect(await late.command('actOnHeld', { message: held?.id ?? '', do: 'edit', data: { a: 40, b: 2 } })).toEqual({
      ok: true,
    });
    expect(await sending).toMatchObject({ reply: 42 });
    await Promise.all([one, late].map((page) => page.until(({ view }) => view?.held.length === 0)));
    const released = await one.untilEvent(({ type }) => type === 'released');
    expect(released).toMatchObject({ how: 'edited', data: { a: 40, b: 2 }, faults: ['stop'] });
    await session.close();
  });

  test('with the runner all that is held is lost, which is said, and the breakpoint stays', async () => {
    const session = await server.openSession({ flow: flowOver(transport) });
    using page = await session.join();
    await stopOn(session);
    const sending = session.rest.post(session.path('/send'), {
      wire: 'math',
      pattern: 'sum',
      data: {},
      kind: 'request',
    });
    await page.until(({ view }) => view?.held.length === 1);
    const [held] = page.view?.held ?? [];
    process.kill(session.runnerPid ?? 0, 'SIGKILL');
    const lost = await page.untilEvent(({ type }) => type === 'lost');
    expect(lost).toMatchObject({ traceId: held?.traceId, wire: 'math', leg: 'request', faults: ['stop'] });
    expect((await sending).status).toBe(503);
    await page.until(
      ({ view }) => view?.held.length === 0 && view.runner === 'up' && view.services['math']?.state === 'up',
    );
    const again = sum(session);
    await page.until(({ view }) => view?.held.length === 1);
    await session.mend('stop');
    expect(await again).toMatchObject({ reply: 5 });
    await session.close();
  });
});

test('the read-only link shows what is held, and lets nothing go', async () => {
  const session = await server.openSession({ flow: flowOver('tcp') });
  const { view: path } = await server.rest.ok<Links>('PUT', session.path('/links/view'));
  const secret = path?.split('/').at(-1) ?? '';
  using looker = await joinSession(server.url, { session: secret });
  await stopOn(session);
  const sending = sum(session);
  await looker.until(({ view }) => view?.held.length === 1);
  const message = looker.view?.held[0]?.id ?? '';
  expect(await looker.command('readHeld', { message })).toEqual({ ok: true, data: { a: 2, b: 3 } });
  for (const act of [
    { do: 'release' },
    { do: 'drop' },
    { do: 'duplicate' },
    { do: 'edit', data: 1 },
    { do: 'move' },
  ] as const)
    expect(await looker.command('actOnHeld', { message, ...act })).toMatchObject({ problem: { code: 'readOnly' } });
  expect(await looker.command('actOnAllHeld', { do: 'drop' })).toMatchObject({ problem: { code: 'readOnly' } });
  expect(await server.rest.post(`/api/sessions/${secret}/held/${message}`, { do: 'drop' })).toMatchObject({
    status: 403,
  });
  expect(await session.rest.ok('POST', session.path('/held'), { do: 'release' })).toEqual({ acted: 1 });
  expect(await sending).toMatchObject({ reply: 5 });
  await session.close();
});

test('in a process of its own a handler stops messages too, and it is known that their callers give up', async () => {
  const { work: wire, ...wires } = apartFlow.wires;
  if (wire === undefined) throw new Error('the flow has that wire');
  const impatient = { ...wire, policies: { timeout: { ms: 1500 } } };
  const session = await server.openSession({ flow: { ...apartFlow, wires: { ...wires, work: impatient } } });
  using page = await session.join();
  await session.putFault('stop', { kind: 'hold', leg: 'request', target: { handler: 'worker.work' } });
  const sending = session.send('work', work, { job: 1 });
  await page.until(({ view }) => view?.held[0]?.leftMs !== undefined);
  expect(page.view?.held[0]).toMatchObject({ service: 'worker', handler: 'work', caller: 'waits' });
  const { error, traceId } = await sending;
  expect(error).toMatchObject({ name: 'TimeoutError' });
  await page.until(({ view }) => view?.held[0]?.caller === 'gaveUp');
  const message = page.view?.held[0]?.id ?? '';
  await session.rest.ok('POST', session.path(`/held/${message}`), { do: 'release' });
  await page.untilEvent((event) => event.type === 'orphaned' && event.traceId === traceId);
  const again = session.send('work', work, { job: 2 });
  await page.until(({ view }) => view?.held.length === 1);
  await session.rest.ok('POST', session.path('/held'), { do: 'release' });
  expect(await again).toMatchObject({ reply: { did: { job: 2 } } });
  await session.close();
});

test('nothing held outlives its session', async () => {
  const session = await server.openSession({ flow: flowOver('tcp') });
  using page = await session.join();
  await stopOn(session);
  const sending = session.rest.post(session.path('/send'), { wire: 'math', pattern: 'sum', data: {}, kind: 'request' });
  await page.until(({ view }) => view?.held.length === 1);
  await session.close();
  expect(await sending).not.toHaveProperty('body.reply');
  expect(await server.rest.get(session.path('/held'))).toMatchObject({ status: 404 });
});
