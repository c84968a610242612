import type { BrokerContents } from '#shared/brokerContents.ts';
import { brokerTable } from '#shared/brokerTable.ts';
import type { BrokerLogin } from './brokerHandle.ts';

const answerMs = 2000;

/** The channels of a Redis, real or built-in, and how many subscribe to each. Rejects when it does not answer in time. */
export async function readRedisContents({ host, port, username, password }: BrokerLogin): Promise<BrokerContents> {
  const { Redis } = await import('ioredis');
  const client = new Redis({
    host,
    port,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    lazyConnect: true,
    enableReadyCheck: false,
    connectTimeout: answerMs,
    commandTimeout: answerMs,
    retryStrategy: () => null,
  });
  // Whatever goes wrong also rejects the calls below; without a listener ioredis prints it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const names = (await client.pubsub('CHANNELS')).map(String);
    const counts = names.length === 0 ? [] : await client.pubsub('NUMSUB', ...names);
    const rows = names.map((name, index) => [name, Number(counts[2 * index + 1] ?? 0)]);
    const patterns = Number(await client.pubsub('NUMPAT'));
    return {
      tables: [
        brokerTable('Channels', ['channel', 'subscribers'], rows),
        ...(patterns === 0 ? [] : [brokerTable('Patterns', ['', 'subscribed'], [['patterns', patterns]])]),
      ],
    };
  } finally {
    client.disconnect();
  }
}
