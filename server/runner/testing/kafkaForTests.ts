import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { heavyKind } from './heavyKind.ts';
import { keepingKind } from './keepingKind.ts';
import { programPath, type BrokerKind, type TestBroker } from './testBroker.ts';

export type TestKafka = TestBroker;

/** Set-up puts them there. */
const jars = fileURLToPath(new URL('../../../node_modules/.cache/patchbay/kafka', import.meta.url));
const howToGet = 'not found, so skipped; type: apt-get install default-jre-headless maven && npx tsx scripts/setUp.ts';

const builtIn = keepingKind('kafka');

export const kafkaKinds: readonly BrokerKind[] = [
  builtIn,
  heavyKind({
    name: 'a real Apache Kafka',
    transport: 'kafka',
    missing: programPath('java') === undefined || !existsSync(jars) ? howToGet : undefined,
  }),
];

/** Without a kind the built-in one, which every machine has. */
export const startKafka = (kind: BrokerKind = builtIn): Promise<TestKafka> => kind.start();
