import { ClientRedis, RpcException } from '@nestjs/microservices';
import { Redis } from 'ioredis';
import { firstValueFrom, lastValueFrom, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { BrokerAddress } from '#shared/ipc.ts';
import { redisKinds, startRedis, type TestRedis } from '../testing/redisForTests.ts';
import { leftSince, linkFault, startTestReplica, type TestReplicaParts } from '../testing/startTestReplica.ts';

const listeners = { events: { transport: 'redis', broker: 'redis' } };
const settings = { retryAttempts: 1e9, retryDelay: 50, maxRetriesPerRequest: null };

class ClosingClient extends ClientRedis {
  constructor({ port }: TestRedis) {
    super({ host: '127.0.0.1', port, ...settings });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

const startReplica = (redis: TestRedis, parts: Omit<TestReplicaParts, 'listeners'> & { prefix?: string }) => {
  const address: BrokerAddress = { host: '127.0.0.1', port: redis.port, prefix: parts.prefix };
  return startTestReplica({ listeners, brokers: { redis: address }, ...parts });
};

const ask = (client: ClientRedis, pattern: unknown, data: unknown = {}): Promise<unknown> =>
  firstValueFrom(client.send(pattern, data)).catch((error: unknown) => error);

/** How many subscribers a broker counts for one message. */
async function receivers({ port }: TestRedis, channel: string): Promise<number> {
  const redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
  const count = await redis.publish(channel, JSON.stringify({ pattern: channel, data: {} }));
  redis.disconnect();
  return count;
}

const fail = (error: unknown) => (): never => {
  throw error;
};

it('has a broker to run on: the built-in one at least', () => {
  expect(redisKinds.map(({ name }) => name)).toContain('the built-in broker');
});

for (const kind of redisKinds)
  describe.skipIf(kind.isMissing)(`a replica on Redis (${kind.name})`, () => {
    it('answers as Nest does, in one value, several or none', async () => {
      await using redis = await startRedis(kind);
      await using test = await startReplica(redis, {
        handlers: {
          sum: { on: { message: { cmd: 'sum' } }, answer: ({ data }) => data },
          three: { on: { message: 'three' }, answer: () => of(1, 2, 3) },
          none: { on: { message: 'none' }, answer: () => undefined },
          plain: { on: { message: 'plain' }, answer: fail(new Error('secret')) },
          rpc: { on: { message: 'rpc' }, answer: fail(new RpcException({ status: 404, message: 'no such user' })) },
        },
      });
      await using client = new ClosingClient(redis);
      expect(test.replica.state).toBe('up');
      expect(test.replica.ports).toEqual({ events: 0 });
      expect(await ask(client, { cmd: 'sum' }, { a: 1 })).toEqual({ a: 1 });
      expect(await lastValueFrom(client.send('three', {}).pipe(toArray()))).toEqual([1, 2, 3]);
      expect(await lastValueFrom(client.send('none', {}).pipe(toArray()))).toEqual([]);
      expect(await ask(client, 'plain')).toEqual({ status: 'error', message: 'Internal server error' });
      expect(await ask(client, 'rpc')).toEqual({ status: 404, message: 'no such user' });
      const [received, , replied] = test.events();
      const hop = {
        atUs: expect.any(Number),
        traceId: received?.traceId,
        hopId: received?.hopId,
        pattern: { cmd: 'sum' },
        kind: 'request',
        service: 'orders',
        replica: 0,
        listener: 'events',
        handler: 'sum',
        data: { a: 1 },
      };
      expect(received).toEqual({ ...hop, type: 'received' });
      expect(replied).toEqual({ ...hop, type: 'replied', last: true });
    });

    it('gives an event to every replica, from the first moment on', async () => {
      await using redis = await startRedis(kind);
      const handlers = { made: { on: { event: 'made' }, answer: () => undefined } };
      await using first = await startReplica(redis, { handlers, replica: 0 });
      await using second = await startReplica(redis, { handlers, replica: 1 });
      await using third = await startReplica(redis, { handlers, replica: 2 });
      await using client = new ClosingClient(redis);
      await client.connect();
      await lastValueFrom(client.emit('made', { n: 1 }), { defaultValue: undefined });
      for (const test of [first, second, third]) {
        await test.until(() => test.events().some(({ type }) => type === 'started'));
        expect(test.events().map(({ type, kind: sort, replica }) => ({ type, sort, replica }))).toEqual([
          { type: 'received', sort: 'event', replica: test.replica.replica },
          { type: 'started', sort: 'event', replica: test.replica.replica },
        ]);
      }
    });

    it('has no ear for a pattern that nobody answers', async () => {
      await using redis = await startRedis(kind);
      await using test = await startReplica(redis, { handlers: { a: { on: { message: 'a' }, answer: () => 1 } } });
      expect(await receivers(redis, 'nobody')).toBe(0);
      expect(await receivers(redis, 'a')).toBe(1);
      await test.until(() => test.events().some(({ type }) => type === 'started'));
    });

    it('hears only its own session on a broker that others share, and shows the plain pattern', async () => {
      await using redis = await startRedis(kind);
      const handlers = { a: { on: { message: { cmd: 'a' } }, answer: () => 1 } };
      await using mine = await startReplica(redis, { handlers, prefix: 'mine:' });
      await using other = await startReplica(redis, { handlers, prefix: 'other:' });
      expect(await receivers(redis, '{"cmd":"a"}')).toBe(0);
      expect(await receivers(redis, 'mine:{"cmd":"a"}')).toBe(1);
      await mine.until(() => mine.events().some(({ type }) => type === 'started'));
      expect(mine.events().map(({ type, pattern, handler }) => ({ type, pattern, handler }))).toEqual([
        { type: 'received', pattern: { cmd: 'a' }, handler: 'a' },
        { type: 'started', pattern: { cmd: 'a' }, handler: 'a' },
      ]);
      expect(other.events()).toEqual([]);
    });

    it('waits for a broker that is away at the start', async () => {
      await using redis = await startRedis(kind);
      await redis.kill();
      await using test = await startReplica(redis, { handlers: { a: { on: { message: 'a' }, answer: () => 'here' } } });
      expect(test.replica.state).toBe('degraded');
      expect(test.replica.problems).toEqual([
        {
          code: 'brokerFailed',
          message: expect.stringContaining('start the broker'),
          at: 'services.orders.listeners.events',
        },
      ]);
      await redis.start();
      await test.until(() => test.replica.state === 'up');
      expect(test.replica.problems).toEqual([]);
      expect(await receivers(redis, 'a')).toBe(1);
    });

    it('outlives its broker, also with a reply on the way', async () => {
      await using redis = await startRedis(kind);
      let finish = (): void => undefined;
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      await using test = await startReplica(redis, {
        handlers: {
          a: { on: { message: 'a' }, answer: () => 'here' },
          slow: { on: { message: 'slow' }, answer: () => finished },
        },
      });
      await using client = new ClosingClient(redis);
      expect(await ask(client, 'a')).toBe('here');
      client.send('slow', {}).subscribe();
      await test.until(() => test.events().some(({ type, handler }) => type === 'started' && handler === 'slow'));
      for (let round = 0; round < 3; round += 1) {
        await redis.kill();
        await test.until(() => test.replica.state === 'degraded');
        expect(test.replica.listenerStates).toEqual({ events: 'degraded' });
        finish();
        await redis.start();
        await test.until(() => test.replica.state === 'up');
        expect(await receivers(redis, 'a')).toBe(1);
      }
      await using another = new ClosingClient(redis);
      expect(await ask(another, 'a')).toBe('here');
    });

    it('has its faults on the link to the broker, where requests come in on the way back', async () => {
      await using redis = await startRedis(kind);
      await using test = await startReplica(redis, { handlers: { a: { on: { event: 'a' }, answer: () => 1 } } });
      const blackHole = linkFault({ kind: 'timeout', leg: 'request' });
      test.replica.setLinkFaults({ events: [blackHole] });
      expect(await receivers(redis, 'a')).toBe(1);
      await test.until(() => test.injected.length > 0);
      expect(test.injected[0]?.fault).toBe(blackHole);
      expect(test.events()).toEqual([]);
      // Bytes are missing from the connection now: it ends with its black hole, and the listener connects anew.
      test.replica.setLinkFaults({});
      await test.until(() => test.replica.state === 'degraded');
      await test.until(() => test.replica.state === 'up');
      expect(await receivers(redis, 'a')).toBe(1);
      await test.until(() => test.events().some(({ type }) => type === 'started'));
    });

    it('says that there is no such broker', async () => {
      await using test = await startTestReplica({ listeners, handlers: {} });
      expect(test.replica.state).toBe('degraded');
      expect(test.replica.problems).toEqual([
        { code: 'brokerFailed', message: expect.stringContaining('"redis"'), at: 'services.orders.listeners.events' },
      ]);
    });

    it('is killed and started, stopped and closed, whether its broker is there or not', async () => {
      await using redis = await startRedis(kind);
      let finish = (): void => undefined;
      const finished = new Promise<string>((resolve) => {
        finish = () => resolve('done');
      });
      await using test = await startReplica(redis, {
        handlers: { slow: { on: { message: 'slow' }, answer: () => finished } },
      });
      await test.replica.kill();
      expect(test.replica.state).toBe('down');
      expect(await receivers(redis, 'slow')).toBe(0);
      await test.replica.start();
      expect(await receivers(redis, 'slow')).toBe(1);

      await using client = new ClosingClient(redis);
      const pending = ask(client, 'slow');
      await test.until(() => test.events().filter(({ type }) => type === 'started').length === 2);
      const stopped = test.replica.stop();
      finish();
      expect(await pending).toBe('done');
      await stopped;
      expect(await receivers(redis, 'slow')).toBe(0);

      await test.replica.start();
      await redis.kill();
      await test.until(() => test.replica.state === 'degraded');
      await test.replica.stop();
      await test.replica.start();
      expect(test.replica.state).toBe('degraded');
      await test.replica.close();
      expect(test.replica.state).toBe('down');
      await redis.start();
    });

    it('starts and closes a hundred times and leaves nothing', async () => {
      await using redis = await startRedis(kind);
      const watcher = new Redis(redis.port, '127.0.0.1');
      const connected = async (): Promise<number> =>
        String(await watcher.client('LIST'))
          .trim()
          .split('\n').length;
      const cycle = async (): Promise<void> => {
        await using test = await startReplica(redis, { handlers: { a: { on: { message: 'a' }, answer: () => 1 } } });
        expect(test.replica.state).toBe('up');
      };
      await cycle();
      await expect.poll(connected).toBe(1);
      const before = process.getActiveResourcesInfo();
      for (let at = 0; at < 100; at += 1) await cycle();
      await expect.poll(connected).toBe(1);
      await expect.poll(() => leftSince(before)).toEqual([]);
      watcher.disconnect();
    });
  });
