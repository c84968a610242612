// A client that is not kafkajs, and speaks newer versions of the protocol, against the built-in Kafka.
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokerHandle } from './brokerHandle.ts';
import { buildEntry, plainEnv, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { findBinary } from './findBinary.ts';
import { startKafkaBroker } from './kafkaBroker.ts';

const kcat = await findBinary(['kcat', 'kafkacat'], plainEnv);

let entry: BuiltEntry;
let broker: BrokerHandle;

beforeAll(async () => {
  entry = await buildEntry('kafka');
  broker = await startKafkaBroker({ env: plainEnv, mode: 'built-in', builtInEntry: entry.path });
});

afterAll(async () => {
  await broker.close();
  await entry[Symbol.asyncDispose]();
});

/** Resolves with what it prints, when it has ended well. */
function run(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(kcat ?? 'kcat', ['-b', `127.0.0.1:${broker.port}`, ...args]);
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(errors))));
    child.stdin.end(input);
  });
}

const title = kcat === undefined ? 'kcat (not found, so skipped; type: apt-get install kcat)' : 'kcat';

describe.skipIf(kcat === undefined)(title, () => {
  it('writes and reads messages with keys and headers', async () => {
    await run(['-P', '-t', 'cats', '-K', ':', '-H', 'from=kcat'], 'tom:one\ntom:two\n');
    expect(await run(['-C', '-t', 'cats', '-o', 'beginning', '-e', '-q', '-f', '%k=%s %h\n'])).toBe(
      'tom=one from=kcat\ntom=two from=kcat\n',
    );
  });

  it('lists topics and partitions, and finds offsets', async () => {
    await run(['-P', '-t', 'listed', '-p', '1'], 'x\n');
    const list = await run(['-L', '-t', 'listed']);
    expect(list).toContain('topic "listed" with 3 partitions:');
    expect(list).toContain('1 brokers:');
    expect(await run(['-Q', '-t', 'listed:1:-1'])).toContain('listed [1] offset 1');
  });

  it('takes part in a group, and goes on where the group has come to', async () => {
    await run(['-P', '-t', 'grouped', '-p', '0'], 'one\ntwo\n');
    const read = (count: number) =>
      run(['-G', 'kcats', '-c', String(count), '-q', '-X', 'auto.offset.reset=earliest', 'grouped']);
    expect(await read(2)).toBe('one\ntwo\n');
    await run(['-P', '-t', 'grouped', '-p', '0'], 'three\n');
    expect(await read(1)).toBe('three\n');
  });
});
