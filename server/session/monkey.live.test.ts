import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Fault } from '#shared/faults/fault.ts';
import { planActs } from '#shared/faults/monkeyPlan.ts';
import type { MonkeyView } from '#shared/faults/monkey.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { CommandResults } from '#shared/protocol.ts';
import { isHopEvent, type ChangeEvent, type TraceEvent } from '#shared/trace.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestPage } from '../testing/testPage.ts';
import type { TestSession } from '../testing/testSession.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const start = async (session: TestSession, settings: object): Promise<MonkeyView> =>
  (await session.rest.ok<CommandResults['startMonkey']>('PUT', session.path('/monkey'), settings)).monkey;
const end = (session: TestSession) => session.rest.ok<CommandResults['endMonkey']>('DELETE', session.path('/monkey'));
const read = async (session: TestSession) =>
  (await session.rest.ok<CommandResults['readMonkey']>('GET', session.path('/monkey'))).monkey;

const isFaultChange = (event: TraceEvent): event is ChangeEvent & { fault: Fault } =>
  !isHopEvent(event) && event.type === 'faultChanged' && event.fault !== undefined;
const isOver = ({ view }: TestPage): boolean => view?.monkey?.running === false && view.faults.length === 0;

/** Fast, and with enough to do. */
const quick = {
  faults: [{ kind: 'latency', latencyMs: 5 }, { kind: 'throw_rpc' }, { kind: 'drop' }],
  everyMs: 100,
  jitterMs: 40,
  eachForMs: 150,
  atOnce: 2,
};
/** Its first fault stays. */
const lasting = { faults: [{ kind: 'throw_rpc' }], everyMs: 600_000, eachForMs: 600_000, seed: 5 };

test('breaks and mends by itself, everybody sees it, and it leaves nothing behind', async () => {
  const session = await server.openSession({ flow: orderSaga });
  using page = await session.join();
  using other = await session.join();
  const started = await start(session, { ...quick, seed: 11, count: 4 });
  expect(started).toMatchObject({
    running: true,
    acts: 0,
    faults: [],
    settings: { seed: 11, targets: 'any', count: 4 },
  });
  await Promise.all([page.until(isOver), other.until(isOver)]);
  await page.until(({ events }) => events.filter(isFaultChange).length === 8);
  expect(other.view?.monkey).toEqual(page.view?.monkey);
  expect(await read(session)).toEqual(page.view?.monkey);
  expect((await session.read()).monkey).toEqual(page.view?.monkey);
  expect(page.view?.monkey).toMatchObject({ running: false, ended: 'done', acts: 4, faults: [] });

  const changes = page.events.filter(isFaultChange);
  const on = changes.filter(({ state }) => state === 'on');
  expect(on.map(({ fault, by }) => [fault.forMs, by])).toEqual([1, 2, 3, 4].map(() => [150, 'monkey']));
  for (const { fault, atUs } of on) {
    const over = changes.filter((change) => change.fault.id === fault.id && change.state !== 'on');
    expect(over).toHaveLength(1);
    expect(over[0]?.atUs).toBeGreaterThan(atUs);
  }
  await session.close();
});

test('two runs with one seed on one flow break the same things in the same order, as planned', async () => {
  const run = async (): Promise<{ faults: Fault[]; monkey: MonkeyView }> => {
    const session = await server.openSession({ flow: orderSaga });
    using page = await session.join();
    await start(session, { ...quick, seed: 2026, count: 6 });
    await page.until(isOver);
    const faults = page.events.filter(isFaultChange).filter(({ state }) => state === 'on');
    const { monkey } = page.view ?? {};
    if (monkey === undefined) throw new Error('The page was told of no monkey');
    await session.close();
    return { faults: faults.map(({ fault }) => fault), monkey };
  };
  const [one, two] = [await run(), await run()];
  expect(two.faults).toEqual(one.faults);
  const planned = planActs(one.monkey.settings, orderSaga, 1000).flatMap(({ fault }) => fault ?? []);
  expect(one.faults).toEqual(planned);
});

test('never touches what people have broken, whatever it is called', async () => {
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  const mine = { kind: 'latency', latencyMs: 1, target: { wire: 'pong' } };
  await session.putFault('monkey_1', mine);
  await session.putFault('mine', mine);
  await start(session, { ...lasting, atOnce: 1 });
  await page.until(({ view }) => view?.monkey?.faults.length === 1);
  expect(page.view?.faults.map(({ id }) => id)).toEqual(['monkey_1', 'mine', 'monkey_1-2']);
  expect(await end(session)).toEqual({ ended: true });
  expect((await session.read()).faults).toMatchObject([
    { id: 'monkey_1', ...mine },
    { id: 'mine', ...mine },
  ]);
  expect(await end(session)).toEqual({ ended: false });
  expect(await read(session)).toMatchObject({ running: false, ended: 'told' });
  await session.close();
});

test('a fault of its own that somebody changes is theirs from then on', async () => {
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  await start(session, lasting);
  await page.until(({ view }) => view?.monkey?.faults.length === 1 && view.faults.length === 1);
  const { id = '', ...fault } = page.view?.faults[0] ?? {};
  await session.putFault(id, { ...fault, rate: 0.5 });
  await page.until(({ view }) => view?.monkey?.faults.length === 0);
  await end(session);
  expect((await session.read()).faults).toMatchObject([{ id, rate: 0.5 }]);
  await session.close();
});

test('mending all ends it; another one takes its place, and what it had broken is mended', async () => {
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  const first = await start(session, { ...lasting, seed: undefined });
  expect(first.settings.seed).toBeGreaterThanOrEqual(0);
  await page.until(({ view }) => view?.faults.length === 1);
  await start(session, { ...lasting, faults: [{ kind: 'down' }] });
  await page.until(({ view }) => view?.faults[0]?.kind === 'down');
  expect((await session.read()).faults).toHaveLength(1);
  expect(await session.mendAll()).toEqual({ removed: 1 });
  await page.until(isOver);
  expect(page.view?.monkey).toMatchObject({ running: false, ended: 'mended', faults: [], settings: { seed: 5 } });
  await session.close();
});

test('goes on when what it has broken is taken off the drawing, and ends with its session', async () => {
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  await start(session, { ...quick, faults: [{ kind: 'throw_rpc' }], targets: [{ service: 'pong' }], atOnce: 1 });
  await page.until(({ view }) => view?.faults.length === 1);
  const empty: Flow = { ...pingPong, services: {}, wires: {}, drivers: {} };
  await session.replaceFlow(empty);
  await page.until(({ view }) => view?.faults.length === 0);
  await session.replaceFlow(pingPong);
  await page.until(({ view }) => view?.faults.length === 1);
  await session.close();
  await page.until(({ closedReason }) => closedReason !== undefined);
});

test('is refused with the path of what is wrong, and not seen where none ever ran', async () => {
  const session = await server.openSession({ flow: pingPong });
  expect(await read(session)).toBeUndefined();
  const put = (settings: object) => session.rest.put(session.path('/monkey'), settings);
  const refusals = await Promise.all([put({}), put({ faults: [{ kind: 'latency' }] })]);
  expect(refusals).toMatchObject([
    { status: 400, body: { problem: { code: 'badInput', at: 'monkey.faults' } } },
    { status: 400, body: { problem: { code: 'badInput', at: 'monkey.faults.0.latencyMs' } } },
  ]);
  await session.close();
});
