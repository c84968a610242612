/** A real Apache Kafka for the tests: Debian has none, so its jars come from Maven Central, for the Java of the machine. */
import { existsSync } from 'node:fs';
import { copyFile, readFile, rename, rm } from 'node:fs/promises';
import { at } from './paths.ts';
import { findProgram } from './programs.ts';
import { run } from './run.ts';

const pom = at('scripts/kafka.pom.xml');
/** server/brokers/contract/realKafka.ts looks here, too. */
const folder = at('node_modules/.cache/patchbay/kafka');
const longestMs = 240_000;

/** Returns the folder of its jars. What keeps it from being there is said in one line. */
export async function getKafka(): Promise<string | undefined> {
  const java = await findProgram(['java']);
  if (java === undefined) return missing('there is no Java', 'sudo apt-get install default-jre-headless maven');
  if (await isFresh()) return folder;
  const maven = await findProgram(['mvn']);
  if (maven === undefined) return missing('there is no Maven to get it with', 'sudo apt-get install maven');
  console.log('No Kafka found. Getting it from Maven Central …');
  const aside = `${folder}.${process.pid}`;
  const goal = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${aside}`];
  const { code, output } = await run(maven, goal, { quiet: true, timeoutMs: longestMs });
  if (code !== 0) {
    await rm(aside, { recursive: true, force: true });
    const [reason = ''] = output.split('\n').filter((line) => line.includes('ERROR'));
    return missing(`Maven did not get it: ${reason}`, 'npx tsx scripts/setUp.ts');
  }
  await copyFile(pom, `${aside}/kafka.pom.xml`);
  await rm(folder, { recursive: true, force: true });
  // Another copy of this may have been faster.
  await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }));
  return folder;
}

/** What is there is what the pom names. */
async function isFresh(): Promise<boolean> {
  const had = `${folder}/kafka.pom.xml`;
  return existsSync(had) && (await readFile(had, 'utf8')) === (await readFile(pom, 'utf8'));
}

function missing(why: string, cure: string): undefined {
  console.log(`✗ kafka: none, as ${why}, so the tests on a real Kafka are skipped. Type \`${cure}\` to run them.`);
}
