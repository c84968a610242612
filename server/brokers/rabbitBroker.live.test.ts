import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amqpContract } from './contract/amqpContract.ts';
import { amqpUnderTest } from './contract/amqpUnderTest.ts';
import { buildEntry, plainEnv, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { eventually } from './contract/eventually.ts';
import { freePort } from './freePort.ts';
import { startRabbitBroker } from './rabbitBroker.ts';

let entry: BuiltEntry;

beforeAll(async () => {
  entry = await buildEntry('rmq');
});

afterAll(() => entry[Symbol.asyncDispose]());

for (const { name, missing, start } of amqpUnderTest) {
  const isBuiltIn = name.includes('built-in');
  // A real one needs seconds for each start.
  const options = { timeout: isBuiltIn ? 60_000 : 240_000 };
  describe.skipIf(missing)(name, options, () => amqpContract(() => start(entry), { kills: isBuiltIn ? 10 : 1 }));
}

describe('the configured RabbitMQ', () => {
  it('is used, watched and never killed', async () => {
    const own = await startRabbitBroker({ env: plainEnv, mode: 'built-in', builtInEntry: entry.path });
    const env = { AMQP_URL: `amqp://guest:guest@127.0.0.1:${own.port}` };
    const configured = await startRabbitBroker({ env, builtInEntry: entry.path });
    const { source, host, port, username, password, label, shared, state } = configured;
    expect({ source, host, port, username, password, label, shared, state }).toEqual({
      source: 'configured',
      host: '127.0.0.1',
      port: own.port,
      username: 'guest',
      password: 'guest',
      label: `configured amqp://127.0.0.1:${own.port}`,
      shared: true,
      state: 'up',
    });
    await expect(configured.kill()).rejects.toMatchObject({ problem: { code: 'readOnly' } });
    await own.kill();
    await eventually(() => configured.why).toBe(`amqp://127.0.0.1:${own.port} closed the connection`);
    await own.restart();
    await eventually(() => configured.state).toBe('up');
    await configured.close();
    await own.close();
  });

  it.each([
    ['when nothing is there', 'secret'],
    ['when it refuses the password', 'wrong'],
  ])('%s, is never replaced by another: one line says what to type', async (_when, password) => {
    const own =
      password === 'wrong'
        ? await startRabbitBroker({ env: plainEnv, mode: 'built-in', builtInEntry: entry.path })
        : undefined;
    const port = own?.port ?? (await freePort());
    const env = { ...plainEnv, AMQP_URL: `amqp://u:${password}@127.0.0.1:${port}` };
    await expect(startRabbitBroker({ env, builtInEntry: entry.path })).rejects.toMatchObject({
      problem: {
        code: 'brokerFailed',
        message: expect.stringMatching(
          new RegExp(`^AMQP_URL is set to amqp://127.0.0.1:${port}, but no RabbitMQ .* type: unset AMQP_URL$`),
        ) as string,
      },
    });
    await own?.close();
  });

  it('without one the built-in one serves, as a real one is heavy', async () => {
    const broker = await startRabbitBroker({ env: plainEnv, mode: 'auto', builtInEntry: entry.path });
    const { source, tried } = broker;
    expect({ source, tried }).toEqual({
      source: 'built-in',
      tried: ['AMQP_URL is not set', 'a private rabbitmq-server is heavy and is used only with PATCHBAY_BROKERS=real'],
    });
    await broker.close();
  });
});
