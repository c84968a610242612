import { expect, test } from 'vitest';
import { gridFlow } from '#shared/testing/gridFlow.ts';
import { startTestServer } from '../testing/testServer.ts';

test('two hundred services with four hundred wires come up in the runner that they were given, and answer', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow: gridFlow(200, 400) });
  const given = session.runnerPid;
  // It is answered when everything has been started.
  const answer = await session.send('w199', { cmd: 'ask0' });
  const view = await session.read();
  const notUp = Object.entries(view.services).filter(([, { state }]) => state !== 'up');
  expect({ notUp, reply: answer.reply, runner: session.runnerPid }).toEqual({ notUp: [], reply: 0, runner: given });
});
