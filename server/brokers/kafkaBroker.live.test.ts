import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEntry, plainEnv, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { eventually } from './contract/eventually.ts';
import { kafkaContract } from './contract/kafkaContract.ts';
import { kafkasUnderTest } from './contract/kafkaUnderTest.ts';
import { freePort } from './freePort.ts';
import { startKafkaBroker } from './kafkaBroker.ts';

let entry: BuiltEntry;

beforeAll(async () => {
  entry = await buildEntry('kafka');
});

afterAll(() => entry[Symbol.asyncDispose]());

for (const { name, missing, start, ...can } of kafkasUnderTest) {
  describe.skipIf(missing)(name, () => kafkaContract(() => start(entry), can));
}

describe('the built-in Kafka', () => {
  it('leaves nothing on the disk when it is closed', async () => {
    const before = await readdir(tmpdir());
    const broker = await startKafkaBroker({ env: plainEnv, mode: 'built-in', builtInEntry: entry.path });
    await broker.restart();
    await broker.close();
    const left = (await readdir(tmpdir())).filter(
      (name) => name.startsWith('patchbay-kafka-') && !before.includes(name),
    );
    expect(left).toEqual([]);
  });
});

describe('the configured Kafka', () => {
  it('is used, watched and never killed', async () => {
    const own = await startKafkaBroker({ env: plainEnv, mode: 'built-in', builtInEntry: entry.path });
    const env = { KAFKA_BROKERS: `127.0.0.1:${own.port}` };
    const configured = await startKafkaBroker({ env, builtInEntry: entry.path });
    const { source, host, port, label, shared, state } = configured;
    expect({ source, host, port, label, shared, state }).toEqual({
      source: 'configured',
      host: '127.0.0.1',
      port: own.port,
      label: `configured kafka://127.0.0.1:${own.port}`,
      shared: true,
      state: 'up',
    });
    await expect(configured.kill()).rejects.toMatchObject({ problem: { code: 'readOnly' } });
    await own.kill();
    await eventually(() => configured.why).toBe(`kafka://127.0.0.1:${own.port} closed the connection`);
    await own.restart();
    await eventually(() => configured.state).toBe('up');
    await configured.close();
    await own.close();
  });

  it('when nothing is there, is never replaced by another: one line says what to type', async () => {
    const port = await freePort();
    const env = { ...plainEnv, KAFKA_BROKERS: `kafka://u:secret@127.0.0.1:${port}` };
    await expect(startKafkaBroker({ env, builtInEntry: entry.path })).rejects.toMatchObject({
      problem: {
        code: 'brokerFailed',
        message: expect.stringMatching(
          new RegExp(`^KAFKA_BROKERS is set to kafka://127.0.0.1:${port}, but no Kafka .* type: unset KAFKA_BROKERS$`),
        ) as string,
      },
    });
  });
});
