import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEntry, plainEnv, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { eventually } from './contract/eventually.ts';
import { mqttContract } from './contract/mqttContract.ts';
import { mqttUnderTest } from './contract/mqttUnderTest.ts';
import { startMqttBroker } from './mqttBroker.ts';

let entry: BuiltEntry;

beforeAll(async () => {
  entry = await buildEntry('mqtt');
});

afterAll(() => entry[Symbol.asyncDispose]());

for (const { name, missing, start } of mqttUnderTest) {
  describe.skipIf(missing)(name, () => mqttContract(() => start(entry)));
}

describe('the configured MQTT broker', () => {
  it('is used, watched and never killed', async () => {
    const own = await startMqttBroker({ env: plainEnv, mode: 'built-in', builtInEntry: entry.path });
    const env = { MQTT_URL: `mqtt://user:secret@127.0.0.1:${own.port}` };
    const configured = await startMqttBroker({ env, builtInEntry: entry.path });
    const { source, host, port, username, password, label, shared, state } = configured;
    expect({ source, host, port, username, password, label, shared, state }).toEqual({
      source: 'configured',
      host: '127.0.0.1',
      port: own.port,
      username: 'user',
      password: 'secret',
      label: `configured mqtt://127.0.0.1:${own.port}`,
      shared: true,
      state: 'up',
    });
    await expect(configured.kill()).rejects.toMatchObject({ problem: { code: 'readOnly' } });
    await own.kill();
    await eventually(() => configured.why).toBe(`mqtt://127.0.0.1:${own.port} closed the connection`);
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
    const env = { ...plainEnv, MQTT_URL: `mqtt://u:secret@127.0.0.1:${port}` };
    await expect(startMqttBroker({ env, builtInEntry: entry.path })).rejects.toMatchObject({
      problem: {
        code: 'brokerFailed',
        message: expect.stringMatching(
          new RegExp(
            `^MQTT_URL is set to mqtt://127.0.0.1:${port}, but no MQTT broker answers .* type: unset MQTT_URL$`,
          ),
        ) as string,
      },
    });
  });
});
