// A real Apache Kafka of one node without ZooKeeper (KRaft), started with the machine's Java, for the contract alone.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectRoot } from '../../paths.ts';
import type { BrokerHandle } from '../brokerHandle.ts';
import { findBinary } from '../findBinary.ts';
import { freePort } from '../freePort.ts';
import { startGuarded } from '../guardedProcess.ts';
import { startKafkaBroker } from '../kafkaBroker.ts';
import { plainEnv } from './brokersUnderTest.ts';

/** Set-up puts them there. */
const jars = join(projectRoot, 'node_modules/.cache/patchbay/kafka');
const java = await findBinary(['java'], plainEnv);

export const hasRealKafka = java !== undefined && existsSync(jars);

/** For the title of what is skipped without one. */
export const howToGetKafka = ` (${java === undefined ? 'no Java was' : 'not'} found, so skipped; type: apt-get install default-jre-headless maven && npx tsx scripts/setUp.ts)`;

const readyMs = 60_000;
const classPath = ['-Xmx384m', '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*')];

/** Resolves when it answers; closing it ends the process and removes its folder. */
export async function startRealKafka(builtInEntry: string): Promise<BrokerHandle> {
  const directory = await mkdtemp(join(tmpdir(), 'patchbay-real-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const file = join(directory, 'server.properties');
  await writeFile(file, settings({ port, controllerPort, folder: join(directory, 'log') }));
  const id = randomBytes(16).toString('base64url');
  const command = java ?? 'java';
  await promisify(execFile)(command, [...classPath, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', file]);
  const server = startGuarded({ command, args: [...classPath, 'kafka.Kafka', file], directory });
  const handle = await untilReady(port, builtInEntry).catch(async (error: unknown) => {
    await server.kill();
    throw error;
  });
  const close = handle.close.bind(handle);
  return Object.assign(handle, {
    close: async () => {
      await close();
      await server.kill();
    },
  });
}

async function untilReady(port: number, builtInEntry: string): Promise<BrokerHandle> {
  const deadline = Date.now() + readyMs;
  for (;;) {
    try {
      return await startKafkaBroker({ env: { KAFKA_BROKERS: `127.0.0.1:${port}` }, builtInEntry });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(100);
    }
  }
}

const settings = (at: { port: number; controllerPort: number; folder: string }): string => `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${at.controllerPort}
listeners=PLAINTEXT://127.0.0.1:${at.port},CONTROLLER://127.0.0.1:${at.controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${at.port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${at.folder}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
num.partitions=3
`;
