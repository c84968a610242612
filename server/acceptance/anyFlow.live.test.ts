import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Flow } from '#shared/flow/flow.ts';
import { anyFlow } from '#shared/testing/arbitraries.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Ports are the machine's, so a random drawing must not choose them; one replica of each is enough to run. */
function modest(flow: Flow): Flow {
  const services = Object.entries(flow.services).map(([id, service]) => {
    const listeners = Object.entries(service.listeners).map(([key, listener]) => {
      const { port: _port, ...free } = { port: 0, ...listener };
      return [key, free];
    });
    return [id, { ...service, replicas: 1, listeners: Object.fromEntries(listeners) as typeof service.listeners }];
  });
  const drivers = Object.entries(flow.drivers).map(([id, driver]) => [id, { ...driver, perSecond: 0 }]);
  return { ...flow, services: Object.fromEntries(services), drivers: Object.fromEntries(drivers) };
}

test('whatever is drawn, every service is up or says why not, and the runner lives', async () => {
  await fc.assert(
    fc.asyncProperty(anyFlow, anyFlow, async (first, second) => {
      const session = await server.openSession({ flow: modest(first) });
      const runner = session.runnerPid;
      await session.replaceFlow(modest(second));
      const view = await session.read();
      const silent = Object.entries(view.services).filter(
        ([, { state, problems }]) => state !== 'up' && problems.length === 0,
      );
      expect(silent.map(([id]) => id)).toEqual([]);
      expect({ runner: view.runner, pid: session.runnerPid }).toEqual({ runner: 'up', pid: runner });
      await session.close();
    }),
    { numRuns: 15 },
  );
});
