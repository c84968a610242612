// A real Apache Kafka of one node without ZooKeeper (KRaft), started with the machine's Java, for the tests alone.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectRoot } from '../../paths.ts';
import type { BrokerHandle } from '../brokerHandle.ts';
import { launchError, type BrokerProcess, type Launch } from '../brokerProcess.ts';
import { connectConfiguredKafka } from '../configuredKafka.ts';
import { findBinary } from '../findBinary.ts';
import { freePort } from '../freePort.ts';
import { startGuarded } from '../guardedProcess.ts';
import { startOwnBroker } from '../ownBroker.ts';
import { plainEnv } from './brokersUnderTest.ts';

/** Set-up puts them there. */
const jars = join(projectRoot, 'node_modules/.cache/patchbay/kafka');
const java = await findBinary(['java'], plainEnv);

export const hasRealKafka = java !== undefined && existsSync(jars);

/** For the title of what is skipped without one. */
export const howToGetKafka = ` (${java === undefined ? 'no Java was' : 'not'} found, so skipped; type: apt-get install default-jre-headless maven && npx tsx scripts/setUp.ts)`;

const readyMs = 60_000;
const classPath = ['-Xmx384m', '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*')];

/** Resolves when it answers. Killed it keeps its messages; closing it ends the process and removes its folder. */
export async function startRealKafka(): Promise<BrokerHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-real-kafka-'));
  return startOwnBroker({
    source: 'private',
    launch: await launchIn(folder),
    scheme: 'kafka',
    label: ({ name }) => `private ${name}`,
    tried: [],
    lacks: [],
    forget: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  });
}

async function launchIn(folder: string): Promise<Launch> {
  const command = java ?? 'java';
  const controllerPort = await freePort();
  const file = join(folder, 'server.properties');
  let isFormatted = false;
  return async (port) => {
    await writeFile(file, settings({ port, controllerPort, folder: join(folder, 'log') }));
    const id = randomBytes(16).toString('base64url');
    // In one word: of an id that begins with a dash Kafka makes an option of its own.
    const format = ['kafka.tools.StorageTool', 'format', `--cluster-id=${id}`, '-c', file];
    if (!isFormatted) await promisify(execFile)(command, [...classPath, ...format]);
    isFormatted = true;
    const args = [...classPath, 'kafka.Kafka', file];
    const server = startGuarded({ command, args, directory: folder, keepsDirectory: true });
    const waiting = new AbortController();
    try {
      const tooEarly = server.ended.then((why) => Promise.reject(new Error(why)));
      await Promise.race([untilReady(port, waiting.signal), tooEarly]);
      const pid = await server.pid;
      return { pid, name: 'Apache Kafka', ended: server.ended, kill: server.kill } satisfies BrokerProcess;
    } catch (error) {
      await server.kill();
      throw launchError(error, server.lastOutput());
    } finally {
      waiting.abort();
    }
  };
}

async function untilReady(port: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + readyMs;
  while (!signal.aborted) {
    try {
      const asked = await connectConfiguredKafka(`127.0.0.1:${port}`);
      return await asked.close();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

/** A broker that was killed may come back when its controller no longer takes it for one that lives: after a second. */
const settings = (at: { port: number; controllerPort: number; folder: string }): string => `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${at.controllerPort}
listeners=PLAINTEXT://127.0.0.1:${at.port},CONTROLLER://127.0.0.1:${at.controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${at.port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
broker.session.timeout.ms=1000
broker.heartbeat.interval.ms=200
log.dirs=${at.folder}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
num.partitions=3
`;
