import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { summarize } from '#shared/metrics/summary.ts';
import type { CommandResults } from '#shared/protocol.ts';
import { isHopEvent } from '#shared/trace.ts';
import { parseExposition } from '../testing/parseExposition.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const scrape = async (): Promise<ReturnType<typeof parseExposition>> => {
  const response = await server.rest.raw('/metrics');
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return parseExposition(await response.text());
};
const readMetrics = (session: TestSession, after = 0): Promise<CommandResults['readMetrics']> =>
  session.rest.ok('GET', session.path(`/metrics?after=${after}`));

test('what is counted is what happened, to the last message, through both doors', async () => {
  const session = await server.openSession({ flow: orderSaga });
  using page = await session.join();
  const drivers = Object.keys(orderSaga.drivers);
  const results = await Promise.all([...drivers, ...drivers, ...drivers].map((driver) => session.drive(driver)));
  await page.until(
    ({ events }) =>
      events.filter((event) => isHopEvent(event) && event.driver !== undefined && event.type === 'called').length ===
        results.length &&
      events.filter(({ type }) => type === 'completed' || type === 'failed').length >= results.length,
  );
  const answer = await readMetrics(session);
  const seconds = new Map(answer.frames.map(({ second, series }) => [second, series]));
  const span = { from: answer.firstSecond, to: Math.floor(answer.nowUs / 1e6) + 1 };
  const from = Math.min(...seconds.keys());
  const { samples } = await scrape();
  const { nameOutside } = server.running.sessions.get(session.id);
  const { events } = await session.events();
  for (const driver of drivers) {
    const ended = events.filter(
      (event) => isHopEvent(event) && event.driver === driver && ['completed', 'failed'].includes(event.type),
    );
    expect(ended).toHaveLength(3);
    expect(summarize(seconds, [`driver:${driver}`], { ...span, from })).toMatchObject({ count: 3, inFlight: 0 });
    expect(samples.get(`patchbay_driver_messages_total{session="${nameOutside}",driver="${driver}"}`)).toBe(3);
  }
  const gateway = summarize(seconds, ['service:gateway'], { ...span, from });
  expect(gateway).toMatchObject({ count: results.length, inFlight: 0, queued: 0 });
  expect(gateway.errorShare).toBe(results.filter(({ status = 0 }) => status >= 400).length / results.length);
  await session.close();
  expect((await scrape()).samples.has(`patchbay_driver_messages_total{session="${nameOutside}",driver="buyer"}`)).toBe(
    false,
  );
});

test('only what is new is read again, and no scrape tells the secret of a session', async () => {
  const session = await server.openSession({ flow: pingPong });
  const before = await readMetrics(session);
  await session.send('pong', { cmd: 'ping' }, {});
  await expect.poll(async () => (await readMetrics(session, before.version)).frames.length).toBeGreaterThan(0);
  const { version } = await readMetrics(session);
  expect((await readMetrics(session, version)).frames).toEqual([]);
  expect(await (await server.rest.raw('/metrics')).text()).not.toContain(session.id);
  await session.close();
});

test('the server tells how it is doing itself', async () => {
  const { samples, types } = await scrape();
  expect(samples.get('patchbay_sessions')).toBe(0);
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect(types['process_cpu_seconds_total']).toBe('counter');
  expect(samples.get('patchbay_event_loop_lag_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0);
});
