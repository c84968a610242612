import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BrokerHandle } from '../brokerHandle.ts';
import { findBinary } from '../findBinary.ts';
import { redisKind, startRedisBroker } from '../redisBroker.ts';

/** Path and nothing else, so that no REDIS_URL of the developer's gets into a test. */
export const plainEnv: NodeJS.ProcessEnv = { PATH: process.env['PATH'] };

export const realRedis = await findBinary(redisKind.binaries, plainEnv);

/** For the title of what is skipped without a real one. */
export const howToGetRealRedis =
  realRedis === undefined ? ' (not found, so skipped; type: apt-get install redis-server)' : '';

export interface BuiltEntry extends AsyncDisposable {
  readonly path: string;
}

/** The built-in broker as `npm run build` makes it: one file that needs nothing else. */
export async function buildEntry(transport = 'redis'): Promise<BuiltEntry> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-entry-'));
  const path = join(folder, 'main.mjs');
  const entryPoints = [join(import.meta.dirname, `../built-in/${transport}/main.ts`)];
  // CommonJS packages inside an ES module still expect it.
  const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    entryPoints,
    outfile: path,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: banner },
  });
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

export interface BrokerUnderTest {
  readonly name: string;
  readonly missing: boolean;
  readonly start: (entry: BuiltEntry) => Promise<BrokerHandle>;
}

export const brokersUnderTest: readonly BrokerUnderTest[] = [
  {
    name: 'the built-in broker',
    missing: false,
    start: (entry) => startRedisBroker({ env: plainEnv, mode: 'built-in', builtInEntry: entry.path }),
  },
  {
    name: `a real redis-server${howToGetRealRedis}`,
    missing: realRedis === undefined,
    start: (entry) => startRedisBroker({ env: plainEnv, mode: 'real', builtInEntry: entry.path }),
  },
];
