// NestJS's own Redis transport on each broker that a session can get, with the options that brokers.md recommends.
import { Logger } from '@nestjs/common';
import { ClientRedis, ServerRedis } from '@nestjs/microservices';
import { firstValueFrom, of } from 'rxjs';
import { timeout, toArray } from 'rxjs/operators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokerHandle } from './brokerHandle.ts';
import type { BuiltEntry } from './contract/brokersUnderTest.ts';
import { brokersUnderTest, buildEntry } from './contract/brokersUnderTest.ts';
import { eventually } from './contract/eventually.ts';

let entry: BuiltEntry;

beforeAll(async () => {
  Logger.overrideLogger(false);
  entry = await buildEntry();
});

afterAll(() => entry[Symbol.asyncDispose]());

class Playground implements AsyncDisposable {
  readonly heard: string[] = [];
  readonly #options: {
    host: string;
    port: number;
    retryAttempts: number;
    retryDelay: number;
    maxRetriesPerRequest: null;
  };
  readonly #parts: { close(): unknown }[] = [];

  constructor({ host, port }: BrokerHandle) {
    this.#options = { host, port, retryAttempts: 1e9, retryDelay: 20, maxRetriesPerRequest: null };
  }

  async serve(name: string): Promise<void> {
    const server = new ServerRedis(this.#options);
    server.addHandler('sum', (numbers: number[]) => {
      this.heard.push(`${name} sum`);
      return Promise.resolve(of(numbers.reduce((total, one) => total + one, 0)));
    });
    server.addHandler('count', () => Promise.resolve(of(1, 2, 3)));
    const hear = (): Promise<void> => Promise.resolve(void this.heard.push(`${name} created`));
    server.addHandler('created', hear, true);
    this.#parts.push(server);
    await new Promise((resolve, reject) => {
      void server.listen((error?: unknown) =>
        error === undefined || error === null ? resolve(undefined) : reject(error),
      );
    });
  }

  async connect(): Promise<ClientRedis> {
    const client = new ClientRedis(this.#options);
    this.#parts.push(client);
    await client.connect();
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.close()));
  }
}

function ask<T>(client: ClientRedis, pattern: string, data: unknown): Promise<T[]> {
  return firstValueFrom(client.send<T>(pattern, data).pipe(timeout(10_000), toArray()));
}

for (const { name, missing, start } of brokersUnderTest) {
  describe.skipIf(missing)(`NestJS on ${name}`, () => {
    let broker: BrokerHandle;

    beforeAll(async () => {
      broker = await start(entry);
    });

    afterAll(() => broker.close());

    it('answers requests, one value or several', async () => {
      await using playground = new Playground(broker);
      await playground.serve('one');
      const client = await playground.connect();
      expect(await ask(client, 'sum', [1, 2, 3])).toEqual([6]);
      expect(await ask(client, 'count', {})).toEqual([1, 2, 3]);
      const many = Array.from({ length: 50 }, (_, index) => ask(client, 'sum', [index, 1]));
      expect(await Promise.all(many)).toEqual(many.map((_, index) => [index + 1]));
    });

    it('a request and an event reach every replica', async () => {
      await using playground = new Playground(broker);
      await playground.serve('one');
      await playground.serve('two');
      const client = await playground.connect();
      expect(await ask(client, 'sum', [2])).toEqual([2]);
      await firstValueFrom(client.emit('created', {}));
      await eventually(() => [...playground.heard].sort()).toEqual([
        'one created',
        'one sum',
        'two created',
        'two sum',
      ]);
    });

    it('a request that nobody listens to is never answered', async () => {
      await using playground = new Playground(broker);
      const client = await playground.connect();
      const reply = firstValueFrom(client.send('nobody', {}).pipe(timeout(200)));
      await expect(reply).rejects.toMatchObject({ name: 'TimeoutError' });
    });

    it('heals by itself after the broker was killed and restarted', async () => {
      await using playground = new Playground(broker);
      await playground.serve('one');
      const client = await playground.connect();
      for (const round of [1, 2]) {
        expect(await ask(client, 'sum', [round])).toEqual([round]);
        await broker.kill();
        await broker.restart();
        const sum = (): Promise<unknown> =>
          firstValueFrom(client.send('sum', [7]).pipe(timeout(500))).catch(() => null);
        await eventually(sum).toBe(7);
      }
    });
  });
}
