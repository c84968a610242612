import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEntry, plainEnv, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { eventually } from './contract/eventually.ts';
import { natsContract } from './contract/natsContract.ts';
import { natsUnderTest } from './contract/natsUnderTest.ts';
import { startNatsBroker } from './natsBroker.ts';

let entry: BuiltEntry;

beforeAll(async () => {
  entry = await buildEntry('nats');
});

afterAll(() => entry[Symbol.asyncDispose]());

for (const { name, missing, start } of natsUnderTest) {
  describe.skipIf(missing)(name, () => natsContract(() => start(entry)));
}

describe('the configured NATS', () => {
  it('is used, watched and never killed', async () => {
    const own = await startNatsBroker({ env: plainEnv, mode: 'built-in', builtInEntry: entry.path });
    const env = { NATS_URL: `nats://user:secret@127.0.0.1:${own.port}` };
    const configured = await startNatsBroker({ env, builtInEntry: entry.path });
    const { source, host, port, username, password, label, shared, state } = configured;
    expect({ source, host, port, username, password, label, shared, state }).toEqual({
      source: 'configured',
      host: '127.0.0.1',
      port: own.port,
      username: 'user',
      password: 'secret',
      label: `configured nats://127.0.0.1:${own.port}`,
      shared: true,
      state: 'up',
    });
    await expect(configured.kill()).rejects.toMatchObject({ problem: { code: 'readOnly' } });
    await own.kill();
    await eventually(() => configured.why).toBe(`nats://127.0.0.1:${own.port} closed the connection`);
    await own.restart();
    await eventually(() => configured.state).toBe('up');
    await configured.close();
    await own.close();
  });

  it('when nothing is there, is never replaced by another: one line says what to type', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const env = { ...plainEnv, NATS_URL: `nats://u:secret@127.0.0.1:${port}` };
    await expect(startNatsBroker({ env, builtInEntry: entry.path })).rejects.toMatchObject({
      problem: {
        code: 'brokerFailed',
        message: expect.stringMatching(
          new RegExp(`^NATS_URL is set to nats://127.0.0.1:${port}, but no NATS answers .* type: unset NATS_URL$`),
        ) as string,
      },
    });
  });
});
