import type { BrokerHandle } from './brokerHandle.ts';
import { startBrokerOf, type BrokerKind, type BrokerOptions } from './brokerSources.ts';
import { redisLacks } from './built-in/redis/lacks.ts';
import { connectConfiguredRedis } from './configuredRedis.ts';
import { readRedisContents } from './redisContents.ts';
import { privateRedis } from './privateRedis.ts';

export const redisKind: BrokerKind = {
  name: 'Redis',
  scheme: 'redis',
  setting: 'REDIS_URL',
  binaries: ['redis-server', 'valkey-server'],
  install: 'apt-get install redis-server',
  connectConfigured: connectConfiguredRedis,
  readContents: readRedisContents,
  launchPrivate: privateRedis,
  lacks: redisLacks,
};

/** Resolves when the broker answers. Rejects with a ProblemError that names what was tried and what to do. */
export const startRedisBroker = (options: BrokerOptions): Promise<BrokerHandle> => startBrokerOf(redisKind, options);
