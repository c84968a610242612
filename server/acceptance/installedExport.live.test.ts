import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateProject } from '#shared/code/generateProject.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import { InstalledProject, reachesRegistry } from '../testing/installedProject.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import { answersOnCanvas, exampleFlow } from './canvasAnswers.ts';

/**
 * What somebody does who has downloaded an export: `npm install`, `npm run build`, `npm run test:e2e`. The project's own tests
 * expect what the drivers got on the canvas.
 */

const canInstall = await reachesRegistry();

let server: TestServer;
let redisPort: string;
beforeAll(async () => {
  server = await startTestServer();
  const redis = { name: 'redis', transport: 'redis' as const, position: { x: 0, y: 0 } };
  const broker = await server.openSession({ flow: { ...emptyFlow('Broker'), brokers: { redis } } });
  redisPort = String((await broker.read()).brokers['redis']?.port);
});
afterAll(() => server.close());

test.for(['order-saga', 'fan-out', 'failing-service'])(
  '%s, exported, is installed, built strictly and passes its own tests',
  { timeout: 600_000 },
  async (id, { skip }) => {
    skip(!canInstall, 'npm reaches no registry: `npm ping` says why');
    const flow = exampleFlow(id);
    const answers = await answersOnCanvas(server, flow);
    using project = new InstalledProject(generateProject(flow, { answers }));
    const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
    for (const step of [install, ['run', 'typecheck'], ['run', 'build']]) {
      expect(await project.npm(step)).toMatchObject({ code: 0 });
    }
    const { code, output } = await project.npm(['run', 'test:e2e'], { REDIS_PORT: redisPort });
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(new RegExp(`Tests +${Object.keys(flow.drivers).length} passed`));
  },
);
