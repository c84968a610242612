// How a session gets its Redis: the configured one, else a private real one, else the built-in one (brokers.md).
import { basename } from 'node:path';
import { problem, ProblemError } from '#shared/problem.ts';
import type { BrokerHandle } from './brokerHandle.ts';
import type { BrokerMode } from './brokerMode.ts';
import { readBrokerMode } from './brokerMode.ts';
import { redisLacks } from './built-in/redis/lacks.ts';
import { builtInRedis } from './builtInRedis.ts';
import { connectConfiguredRedis } from './configuredRedis.ts';
import { findBinary } from './findBinary.ts';
import { startOwnBroker } from './ownBroker.ts';
import { privateRedis } from './privateRedis.ts';

export const redisBinaries = ['redis-server', 'valkey-server'] as const;

export interface RedisBrokerOptions {
  /** REDIS_URL, PATCHBAY_BROKERS and PATH are read from it. */
  readonly env: NodeJS.ProcessEnv;
  /** `built-in` uses nothing else, `real` never uses it. Without one PATCHBAY_BROKERS says, and else it is `auto`. */
  readonly mode?: BrokerMode | undefined;
  /** Without one a free port is taken. Of no effect on a configured broker. */
  readonly port?: number | undefined;
  /** dist/broker-redis/main.js, or its source under tsx. */
  readonly builtInEntry: string;
}

/** Resolves when the broker answers. Rejects with a ProblemError that names what was tried and what to do. */
export async function startRedisBroker(options: RedisBrokerOptions): Promise<BrokerHandle> {
  const mode = options.mode ?? readBrokerMode(options.env);
  if (mode === 'built-in') return startBuiltIn(options, ['only the built-in broker was asked for']);
  const configured = options.env['REDIS_URL'];
  if (configured !== undefined && configured !== '') return connectConfiguredRedis(configured);
  const tried = ['REDIS_URL is not set'];
  const found = await startPrivate(options, tried);
  if (found !== undefined) return found;
  if (mode === 'auto') return startBuiltIn(options, tried);
  throw noBroker(tried, 'Type: apt-get install redis-server, or set REDIS_URL, or set PATCHBAY_BROKERS=auto.');
}

/** Adds to `tried` why there is none. */
async function startPrivate(options: RedisBrokerOptions, tried: string[]): Promise<BrokerHandle | undefined> {
  const binary = await findBinary(redisBinaries, options.env);
  if (binary === undefined) {
    tried.push(`no ${redisBinaries.join(' or ')} was found`);
    return undefined;
  }
  try {
    return await startOwnBroker({
      source: 'private',
      launch: privateRedis(binary),
      port: options.port,
      label: (process) => `private ${process.name}`,
      tried,
      lacks: [],
    });
  } catch (error) {
    tried.push(`${basename(binary)} did not start: ${messageOf(error)}`);
    return undefined;
  }
}

async function startBuiltIn(options: RedisBrokerOptions, tried: readonly string[]): Promise<BrokerHandle> {
  try {
    return await startOwnBroker({
      source: 'built-in',
      launch: builtInRedis(options.builtInEntry),
      port: options.port,
      label: () => 'built-in, speaks Redis',
      tried,
      lacks: redisLacks,
    });
  } catch (error) {
    const cure = 'Free that port or choose another one, or set REDIS_URL to a Redis that runs.';
    throw noBroker([...tried, `the built-in broker did not start: ${messageOf(error)}`], cure);
  }
}

function noBroker(tried: readonly string[], cure: string): ProblemError {
  return new ProblemError(problem('brokerFailed', `There is no Redis: ${tried.join('; ')}. ${cure}`));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
