import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { startTestRedis } from './testing/redisForTests.ts';
import { startTestRuntime, testFlow } from './testing/testRuntime.ts';

const edits = 1000;
/** By then everything that is made once has been made. */
const warm = 100;
const mebibyte = 1 << 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A TCP service and a Redis subscriber whose patterns are other ones with every edit, so that both are rebuilt. */
const flowNo = (count: number) =>
  testFlow({
    services: {
      gateway: {},
      math: {
        tcp: true,
        handlers: { sum: { on: { message: `sum${count}` }, steps: [{ do: 'reply', value: 'Math.max(data.a, 1)' }] } },
      },
      cats: {
        redis: 'redis',
        handlers: { heard: { on: { event: `cat${count}` }, steps: [{ do: 'log', value: 'data' }] } },
      },
    },
    brokers: { redis: { host: '127.0.0.1', port: 0 } },
    wires: { math: { from: 'gateway', to: 'math' }, events: { from: 'gateway', to: 'redis' } },
  });

it('a thousand edits that rebuild services leave sockets, handles, Redis channels and memory as they were', async () => {
  await using redis = await startTestRedis();
  await using test = await startTestRuntime(flowNo(0), { brokers: { redis: redis.address } });
  const looker = new Redis({ ...redis.address, lazyConnect: true });
  await looker.connect();

  const edit = async (count: number): Promise<void> => {
    await test.apply(flowNo(count));
    const sent = await test.runtime.send({ wire: 'math', pattern: `sum${count}`, data: { a: 2 }, kind: 'request' });
    expect(sent).toMatchObject({ reply: 2 });
    test.events.length = 0;
  };
  const measure = async () => {
    collectGarbage();
    const kinds = process.getActiveResourcesInfo();
    return {
      sockets: kinds.filter((kind) => kind.startsWith('TCP')).length,
      handles: kinds.length,
      channels: (await looker.pubsub('CHANNELS')).length,
      clients: String(await looker.client('LIST'))
        .trim()
        .split('\n').length,
      heapMiB: process.memoryUsage().heapUsed / mebibyte,
    };
  };

  try {
    for (let count = 1; count <= warm; count += 1) await edit(count);
    const before = await measure();
    for (let count = warm + 1; count <= edits; count += 1) await edit(count);
    const after = await measure();
    expect(after.channels).toBe(before.channels);
    expect(after.clients).toBe(before.clients);
    // A connection that has just been closed may take one more turn of the loop to be gone.
    expect(after.sockets).toBeLessThanOrEqual(before.sockets + 2);
    expect(after.handles).toBeLessThanOrEqual(before.handles + 6);
    expect(after.heapMiB).toBeLessThan(before.heapMiB + 10);
  } finally {
    looker.disconnect();
  }
});
