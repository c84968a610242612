import { expect, test } from 'vitest';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { startTestServer } from '../testing/testServer.ts';

const services = 200;
const wiresEach = 2;

/** Each service asks the one after it and one further away. */
function largeFlow(): Flow {
  const flow = emptyFlow('Large');
  for (let index = 0; index < services; index += 1) {
    flow.services[`s${index}`] = {
      name: `service-${index}`,
      position: { x: 0, y: index * 200 },
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: { ask: { on: { message: `ask${index}` }, steps: [{ do: 'reply', value: `${index}` }] } },
    };
    for (let wire = 0; wire < wiresEach; wire += 1) {
      const to = `s${(index + 1 + wire * 7) % services}`;
      flow.wires[`w${index}_${wire}`] = { name: `W${index}_${wire}`, from: `s${index}`, to };
    }
  }
  return flow;
}

test('two hundred services with four hundred wires come up in the runner that they were given, and answer', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow: largeFlow() });
  const given = session.runnerPid;
  // It is answered when everything has been started.
  const answer = await session.send(`w${services - 1}_0`, 'ask0');
  const view = await session.read();
  const notUp = Object.entries(view.services).filter(([, { state }]) => state !== 'up');
  expect({ notUp, reply: answer.reply, runner: session.runnerPid }).toEqual({ notUp: [], reply: 0, runner: given });
});
