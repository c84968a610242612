// The same bytes to the built-in broker and to a real nats-server must give the same bytes back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokerHandle } from './brokerHandle.ts';
import { buildEntry, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { natsMalformed, natsScripts } from './contract/natsScripts.ts';
import { hasRealNats, natsUnderTest } from './contract/natsUnderTest.ts';
import { askNats, connectRawNats } from './contract/rawNats.ts';

let entry: BuiltEntry;
let brokers: readonly BrokerHandle[] = [];

beforeAll(async () => {
  entry = await buildEntry('nats');
  const there = natsUnderTest.filter(({ missing }) => !missing);
  brokers = await Promise.all(there.map(({ start }) => start(entry)));
});

afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.close()));
  await entry[Symbol.asyncDispose]();
});

/** Two clients; each line is said by the one that it names. */
async function transcript(port: number, lines: readonly string[]): Promise<string[]> {
  const clients = [await connectRawNats(port), await connectRawNats(port)] as const;
  const answers: string[] = [];
  for (const line of lines) {
    const client = clients[line.startsWith('2: ') ? 1 : 0];
    const text = line.replace(/^[12]: /, '');
    const answer = await askNats(client, text === '' ? '' : `${text.replaceAll(' ; ', '\r\n')}\r\n`);
    // In which order several subscriptions of one client are served is a hash table's business.
    answers.push(
      `${line} → ${answer
        .split(/(?=H?MSG )/)
        .sort()
        .join('')}`,
    );
  }
  for (const client of clients) client.close();
  return answers;
}

describe.skipIf(!hasRealNats)('the built-in NATS and a real nats-server', () => {
  it.each(Object.entries(natsScripts))('agree about %s', async (_title, lines) => {
    const [builtIn, real] = await Promise.all(brokers.map(({ port }) => transcript(port, lines)));
    expect(builtIn).toEqual(real);
  });
});

describe('input that is not NATS', () => {
  it.each(natsMalformed)('%j closes the connection and hurts nobody else', async (bytes) => {
    for (const { port } of brokers) {
      const [hostile, other] = [await connectRawNats(port), await connectRawNats(port)];
      hostile.write(bytes);
      await hostile.untilClosed();
      expect(await askNats(other, 'SUB a 1\r\n')).toBe('+OK\r\n');
      other.close();
    }
  });

  it.each(natsMalformed)('%j gets an error from the built-in one', async (bytes) => {
    const hostile = await connectRawNats(brokers[0]?.port ?? 0);
    hostile.write(bytes);
    expect(await hostile.untilClosed()).toMatch(/-ERR '[^'\r\n]+'\r\n$/);
  });
});
