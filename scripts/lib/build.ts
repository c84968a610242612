import { mkdir, writeFile } from 'node:fs/promises';
import { build as buildPage } from 'vite';
import { buildBrokers, buildRunner, buildServer } from './bundles.ts';
import { pack } from './pack.ts';
import { at } from './paths.ts';
import { buildRecordingPage } from './recordingPage.ts';
import { readStamp, sourceStamp } from './stamp.ts';

const stampFile = at('dist/.stamp');
const stampNow = (): Promise<string> => sourceStamp(['shared', 'server', 'web', 'vite.config.ts']);

/** Builds all of dist/: the page into dist/web, and the server, the runner and the built-in brokers beside it. */
export async function build(): Promise<void> {
  // Taken before the build: a file that is saved while it runs makes the build stale.
  const stamp = await stampNow();
  const page = buildPage({ configFile: at('vite.config.ts'), logLevel: 'warn' });
  const packed = page.then(buildRecordingPage).then(() => pack(at('dist/web/assets')));
  await Promise.all([packed, buildServer(), buildRunner(), buildBrokers()]);
  await mkdir(at('dist'), { recursive: true });
  await writeFile(stampFile, stamp);
}

/** Builds unless nothing that goes into dist/ has changed since the last time. Returns whether it did. */
export async function buildIfStale(): Promise<boolean> {
  if ((await readStamp(stampFile)) === (await stampNow())) return false;
  await build();
  return true;
}
