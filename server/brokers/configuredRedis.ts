// The Redis that REDIS_URL names. It is somebody else's: watched, never killed, shared with other sessions.
import type { Redis } from 'ioredis';
import { problem, ProblemError } from '#shared/problem.ts';
import { BrokerChanges } from './brokerChanges.ts';
import type { BrokerHandle } from './brokerHandle.ts';
import { configuredHandle } from './configuredHandle.ts';
import { withDeadline } from './deadline.ts';
import type { BrokerUrl } from './brokerUrl.ts';
import { readRedisContents } from './redisContents.ts';
import { parseRedisUrl } from './redisUrl.ts';

const answerMs = 2000;
const longestRetryMs = 1000;

/** Rejects with a ProblemError when that Redis does not answer PING within 2 s: a dead one is never replaced in silence. */
export async function connectConfiguredRedis(url: string): Promise<BrokerHandle> {
  const address = parseRedisUrl(url);
  const changes = new BrokerChanges('starting');
  const client = await watch(address, changes);
  let lastError: Error | undefined;
  client.on('error', (error: Error) => (lastError = error));
  try {
    await withDeadline(client.ping(), answerMs, () => lastError ?? new Error('no answer'));
  } catch (error) {
    client.disconnect();
    throw deadProblem(address, lastError ?? error);
  }
  changes.to('up');
  return configuredHandle({
    url,
    address,
    changes,
    setting: 'REDIS_URL',
    readContents: readRedisContents,
    disconnect: () => client.disconnect(),
  });
}

/** One connection stays open and reconnects, so that the box can say when that Redis goes and comes. */
async function watch(address: BrokerUrl, changes: BrokerChanges): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const { host, port, username, password } = address;
  const client = new Redis({
    host,
    port,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    connectTimeout: answerMs,
    // INFO, which the ready check asks for, may be forbidden to this user.
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 100, longestRetryMs),
  });
  client.on('ready', () => changes.to('up'));
  client.on('close', () => changes.state === 'up' && changes.to('down', `${address.shown} closed the connection`));
  return client;
}

/** A host with several addresses fails with an error whose own message is empty. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message !== '' || !('code' in error) ? error.message : String(error.code);
}

function deadProblem(address: BrokerUrl, error: unknown): ProblemError {
  const reason = reasonOf(error);
  const refused = /^(NOAUTH|WRONGPASS|NOPERM)/.test(reason);
  const cure = refused
    ? 'Put the right user and password into REDIS_URL (redis://user:password@host:port)'
    : 'Start that Redis';
  return new ProblemError(
    problem(
      'brokerFailed',
      `REDIS_URL is set to ${address.shown}, but no Redis answers PING there within ${answerMs / 1000} s (${reason}). ` +
        `${cure}, or type: unset REDIS_URL`,
    ),
  );
}
