// The same bytes to the built-in broker and to a real redis-server must give the same bytes back.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BrokerHandle } from './brokerHandle.ts';
import type { BuiltEntry } from './contract/brokersUnderTest.ts';
import { buildEntry, howToGetRealRedis, plainEnv, realRedis } from './contract/brokersUnderTest.ts';
import { randomScript } from './contract/randomScript.ts';
import { RawRedis, respCommand } from './contract/rawRedis.ts';
import { malformedInputs, scripts } from './contract/scripts.ts';
import { startRedisBroker } from './redisBroker.ts';

let entry: BuiltEntry;
let brokers: readonly BrokerHandle[] = [];
/** Texts changed a little in other versions; the built-in broker says that it is 7.0. */
let comparable = false;

beforeAll(async () => {
  if (realRedis === undefined) return;
  entry = await buildEntry();
  const options = { env: plainEnv, builtInEntry: entry.path };
  brokers = await Promise.all([
    startRedisBroker({ ...options, mode: 'real' }),
    startRedisBroker({ ...options, mode: 'built-in' }),
  ]);
  comparable = brokers[0]?.label.startsWith('private redis-server 7.0.') ?? false;
});

afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.close()));
  if (realRedis !== undefined) await entry[Symbol.asyncDispose]();
});

async function onBoth<T>(run: (port: number) => Promise<T>): Promise<{ real: T | undefined; builtIn: T | undefined }> {
  const [real, builtIn] = await Promise.all(brokers.map(({ port }) => run(port)));
  return { real, builtIn };
}

/** Two clients on an empty broker; each line is asked by the one that it names. */
async function transcript(port: number, lines: readonly string[]): Promise<string[]> {
  const clients = [await RawRedis.connect(port), await RawRedis.connect(port)] as const;
  await clients[0].ask(respCommand('FLUSHALL'));
  const answers: string[] = [];
  for (const line of lines) {
    const [client, other] = line.startsWith('2: ') ? [clients[1], clients[0]] : clients;
    const answer = await client.ask(line.replace(/^[12]: /, '').replaceAll(' ; ', '\r\n') + '\r\n');
    // What the other one received for it comes before the answer to its own ping.
    answers.push(`${line} → ${forget(answer)} | ${await other.ask('')}`);
  }
  for (const client of clients) client.close();
  return answers;
}

/** Ids are each broker's own. */
function forget(answer: string): string {
  return answer.replace(/(\$2\r\nid\r\n):\d+/, '$1:n');
}

describe.skipIf(realRedis === undefined)(
  `the built-in broker beside a real redis-server 7.0${howToGetRealRedis}`,
  () => {
    beforeEach(({ skip }) => skip(!comparable, 'the real Redis found here is not a 7.0'));

    it.each(Object.entries(scripts))('%s: byte for byte the same', async (_name, lines) => {
      const { real, builtIn } = await onBoth((port) => transcript(port, lines));
      expect(builtIn).toEqual(real);
    });

    it.each(malformedInputs.map((bytes) => ({ title: JSON.stringify(bytes.slice(0, 40)), bytes })))(
      'malformed $title: byte for byte the same, then closed',
      async ({ bytes }) => {
        const { real, builtIn } = await onBoth(async (port) => {
          const client = await RawRedis.connect(port);
          client.write(bytes);
          return client.untilClosed();
        });
        expect(builtIn).toBe(real);
      },
    );

    it('any commands of two clients: byte for byte the same', async () => {
      await fc.assert(
        fc.asyncProperty(randomScript, async (lines) => {
          const { real, builtIn } = await onBoth((port) => transcript(port, lines));
          expect(builtIn).toEqual(real);
        }),
        { numRuns: 150 },
      );
    });
  },
);
