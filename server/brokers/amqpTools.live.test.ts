// Clients in C, without Node, against the built-in RabbitMQ and a real one: amqp-publish, -get and -consume.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokerHandle } from './brokerHandle.ts';
import { amqpUnderTest } from './contract/amqpUnderTest.ts';
import { buildEntry, plainEnv, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { eventually } from './contract/eventually.ts';
import { findBinary } from './findBinary.ts';

const publish = await findBinary(['amqp-publish'], plainEnv);
const howToGet = publish === undefined ? ' (not found, so skipped; type: apt-get install amqp-tools)' : '';

let entry: BuiltEntry;
beforeAll(async () => {
  entry = await buildEntry('rmq');
});
afterAll(() => entry[Symbol.asyncDispose]());

for (const { name, missing, start } of amqpUnderTest) {
  describe.skipIf(missing || publish === undefined)(`amqp-tools with ${name}${howToGet}`, { timeout: 120_000 }, () => {
    let broker: BrokerHandle;
    beforeAll(async () => {
      broker = await start(entry);
    }, 120_000);
    afterAll(() => broker.close());

    const tool = async (program: string, ...words: string[]): Promise<string> => {
      const { stdout } = await promisify(execFile)(program, [
        '-s',
        '127.0.0.1',
        '--port',
        String(broker.port),
        ...words,
      ]);
      return stdout;
    };

    it('make a queue, write to it and read from it; the box shows what it holds', async () => {
      expect((await tool('amqp-declare-queue', '-q', 'tools', '-d')).trim()).toBe('tools');
      for (const body of ['one', 'two', 'three']) await tool('amqp-publish', '-r', 'tools', '-p', '-b', body);
      const held = async (): Promise<unknown> => {
        const { tables } = await broker.contents();
        return tables.flatMap(({ rows }) => rows.filter(([queue]) => queue === 'tools'));
      };
      await eventually(held).toEqual([['tools', 3, 0, 0]]);
      expect(await tool('amqp-get', '-q', 'tools')).toBe('one');
      expect(await tool('amqp-consume', '-q', 'tools', '-A', '-c', '2', 'cat')).toBe('twothree');
      await eventually(held).toEqual([['tools', 0, 0, 0]]);
      await tool('amqp-delete-queue', '-q', 'tools');
      await eventually(held).toEqual([]);
    });
  });
}
