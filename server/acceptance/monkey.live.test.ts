import { expect, test } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import type { FaultKind } from '#shared/faults/fault.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { CommandResults } from '#shared/protocol.ts';
import { isHopEvent } from '#shared/trace.ts';
import type { TestPage } from '../testing/testPage.ts';
import { startTestServer } from '../testing/testServer.ts';

/** Every kind of fault, with settings that let traffic go on. */
const everyKind: Record<FaultKind, object> = {
  latency: { latencyMs: 30, jitterMs: 20 },
  bandwidth: { kbPerSecond: 20 },
  slow_close: { delayMs: 50 },
  timeout: {},
  reset_peer: {},
  slicer: { averageBytes: 20, delayMs: 1 },
  limit_data: { bytes: 2000 },
  corrupt: { bits: 2, rate: 0.5 },
  down: {},
  drop: { rate: 0.5 },
  delay_message: { delayMs: 50 },
  duplicate_message: {},
  reorder: { withinMs: 100 },
  hold: { rate: 0.2 },
  wrong_pattern: { pattern: 'nowhere', rate: 0.5 },
  throw_rpc: { status: 503 },
  throw_error: {},
  never_reply: { rate: 0.5 },
  slow: { delayMs: 50 },
  slow_reply: { delayMs: 50 },
  lose_reply: { rate: 0.5 },
  wrong_payload: { value: '({})', rate: 0.5 },
  duplicate_reply: {},
  run_twice: {},
  out_of_memory: { rate: 0.2, count: 1 },
  block_event_loop: { blockMs: 20, rate: 0.2 },
  kill: {},
  stop: {},
  pause: {},
  flap: { downMs: 200, upMs: 200 },
};

/** One of its services in a process of its own: some faults act only there. */
function flowWithProcess(): Flow {
  const { payments } = orderSaga.services;
  if (payments === undefined) throw new Error('The order saga has payments');
  return { ...orderSaga, services: { ...orderSaga.services, payments: { ...payments, process: 'own' } } };
}

test('a monkey that knows every kind of fault leaves a playground behind that answers as before', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow: flowWithProcess() });
  using page = await session.join();
  expect(await session.drive('buyer')).toMatchObject({ status: 201 });

  const settings = {
    faults: Object.entries(everyKind).map(([kind, more]) => ({ kind, ...more })),
    everyMs: 100,
    jitterMs: 50,
    eachForMs: 300,
    atOnce: 4,
    count: 40,
    seed: 20_261_121,
  };
  await session.rest.ok<CommandResults['startMonkey']>('PUT', session.path('/monkey'), settings);
  while (page.view?.monkey?.running !== false) {
    // Some are never answered: that is what some faults are for.
    void session.rest.post(session.path('/drivers/buyer/send')).catch(() => undefined);
    const acts = page.view?.monkey?.acts ?? 0;
    await page.until(({ view }) => view?.monkey?.running === false || (view?.monkey?.acts ?? 0) > acts);
  }
  expect(page.view.monkey).toMatchObject({ ended: 'done', acts: 40, faults: [] });

  expect(await session.read()).toMatchObject({ faults: [], held: [] });
  await page.until(({ view }) => Object.values(view?.services ?? {}).every(({ state }) => state === 'up'));
  await page.until(({ view }) => Object.values(view?.brokers ?? {}).every(({ state }) => state === 'up'));
  // Clients reconnect in their own time.
  let { traceId, status } = await session.drive('buyer');
  while (status !== 201) ({ traceId, status } = await session.drive('buyer'));
  const { events } = await session.trace(traceId);
  expect(events.filter((event) => event.faults !== undefined)).toEqual([]);
  // All of it is known: each fault has begun, and each is over.
  const changes = ({ events: all }: TestPage): number =>
    all.filter((event) => !isHopEvent(event) && event.type === 'faultChanged').length;
  await page.until((told) => changes(told) === 80);
});
