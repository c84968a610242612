import { expect, test } from 'vitest';
import { emptyFlow, flowSchema } from '#shared/flow/flow.ts';
import { startTestServer } from '../testing/testServer.ts';

const position = { x: 0, y: 0 };
const flow = flowSchema.parse({
  ...emptyFlow('Secrets'),
  services: {
    gateway: { name: 'gateway', position },
    vault: {
      name: 'vault',
      position,
      process: 'own',
      listeners: { tcp: { transport: 'tcp', tls: true } },
      handlers: { open: { on: { message: 'open' }, steps: [{ do: 'reply', value: "'gold'" }] } },
    },
  },
  wires: { vault: { name: 'VAULT', from: 'gateway', to: 'vault' } },
});

test('the certificate of a service in a process of its own is trusted by wires from another, also after that process was replaced', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  using page = await session.join();
  expect((await session.send('vault', 'open', {})).reply).toBe('gold');
  const pid = (await session.read()).services['vault']?.process?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await page.until(({ view }) => {
    const vault = view?.services['vault'];
    return vault?.state === 'up' && ![undefined, pid].includes(vault.process?.pid);
  });
  expect((await session.send('vault', 'open', {})).reply).toBe('gold');
});
