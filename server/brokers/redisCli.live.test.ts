// The client of Redis itself against the built-in one, and against a real one.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokerHandle } from './brokerHandle.ts';
import { brokersUnderTest, buildEntry, plainEnv, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { eventually } from './contract/eventually.ts';
import { findBinary } from './findBinary.ts';

const cli = await findBinary(['redis-cli', 'valkey-cli'], plainEnv);
const program = cli ?? 'redis-cli';
const howToGet = cli === undefined ? ' (not found, so skipped; type: apt-get install redis-tools)' : '';

let entry: BuiltEntry;
beforeAll(async () => {
  entry = await buildEntry();
});
afterAll(() => entry[Symbol.asyncDispose]());

for (const { name, missing, start } of brokersUnderTest) {
  describe.skipIf(missing || cli === undefined)(`redis-cli with ${name}${howToGet}`, () => {
    let broker: BrokerHandle;
    beforeAll(async () => {
      broker = await start(entry);
    });
    afterAll(() => broker.close());

    it.each(['-2', '-3'])('asks, keeps, publishes and listens (%s)', async (protocol) => {
      const at = ['-h', '127.0.0.1', '-p', String(broker.port), protocol];
      const say = async (...words: string[]): Promise<string> =>
        (await promisify(execFile)(program, [...at, ...words])).stdout.trim();
      expect(await say('PING')).toBe('PONG');
      expect(await say('SET', 'name', 'Tom')).toBe('OK');
      expect(await say('GET', 'name')).toBe('Tom');
      const listener = spawn(program, [...at, 'PSUBSCRIBE', 'cats.*']);
      let printed = '';
      listener.stdout.on('data', (text: Buffer) => (printed += text.toString()));
      await eventually(() => printed).toContain('psubscribe');
      expect(await say('PUBLISH', 'cats.black', 'hello')).toBe('1');
      await eventually(() => printed).toMatch(/pmessage[^]*cats\.\*[^]*cats\.black[^]*hello/);
      const ended = once(listener, 'close');
      listener.kill();
      await ended;
    });
  });
}
