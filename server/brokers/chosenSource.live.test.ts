import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildEntry, plainEnv, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { missingSources } from './chosenSource.ts';
import { kafkaKind } from './kafkaBroker.ts';
import { rabbitKind } from './rabbitBroker.ts';
import { redisKind, startRedisBroker } from './redisBroker.ts';

let entry: BuiltEntry;
beforeAll(async () => {
  entry = await buildEntry();
});
afterAll(() => entry[Symbol.asyncDispose]());

const nowhere = { ...redisKind, binaries: ['no-such-redis'] };

it('a server says of each source why it has none', async () => {
  expect(await missingSources(nowhere, {})).toEqual({
    configured: 'REDIS_URL is not set for this server',
    private: 'there is no no-such-redis on this machine; type: apt-get install redis-server',
  });
  expect(await missingSources({ ...redisKind, binaries: ['sh'] }, { PATH: '/bin', REDIS_URL: 'redis://a' })).toEqual(
    {},
  );
  expect(await missingSources({ ...rabbitKind, binaries: ['sh'] }, { PATH: '/bin' })).toEqual({
    configured: 'AMQP_URL is not set for this server',
  });
  expect(await missingSources({ ...kafkaKind, binaries: [] }, {})).toEqual({
    configured: 'KAFKA_BROKERS is not set for this server',
    private: 'Patchbay starts no real Kafka by itself: start one and set KAFKA_BROKERS',
  });
});

it('the built-in one is chosen although another one is configured', async () => {
  const env = { ...plainEnv, REDIS_URL: 'redis://127.0.0.1:1' };
  const broker = await startRedisBroker({ env, source: 'built-in', builtInEntry: entry.path });
  expect({ source: broker.source, tried: broker.tried }).toEqual({
    source: 'built-in',
    tried: ['the box asks for the built-in one'],
  });
  await broker.close();
});

it('a choice counts more than PATCHBAY_BROKERS, and is never replaced by another source', async () => {
  const env = { ...plainEnv, PATCHBAY_BROKERS: 'built-in' };
  await expect(startRedisBroker({ env, source: 'configured', builtInEntry: entry.path })).rejects.toMatchObject({
    problem: {
      code: 'brokerFailed',
      message:
        'The box asks for a configured Redis, but REDIS_URL is not set for this server. Set it, or choose another source for the box.',
    },
  });
});
