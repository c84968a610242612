import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a page is told how often a fault has acted and how long it stays on, also when it comes late', async () => {
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  await session.putFault('f', {
    kind: 'throw_error',
    target: { handler: 'pong.ping' },
    count: 3,
    forMs: 600_000,
  });
  await page.until(({ view }) => view?.faultProgress['f'] !== undefined);
  await session.send('pong', { cmd: 'ping' });
  await session.send('pong', { cmd: 'ping' });
  await page.until(({ view }) => view?.faultProgress['f']?.hits === 2);
  const { faultProgress } = await session.read();
  expect(faultProgress).toEqual({ f: { hits: 2, leftMs: expect.any(Number) as number } });
  expect(faultProgress['f']?.leftMs).toBeLessThanOrEqual(600_000);
  await session.send('pong', { cmd: 'ping' });
  await page.until(({ view }) => view?.faults.length === 0);
});
