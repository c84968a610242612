import { pathToFileURL } from 'node:url';
import { buildBench } from '../scripts/lib/bundles.ts';
import { at } from '../scripts/lib/paths.ts';
import type * as Bundled from './runtimeForBench.ts';

/** The runner's own code, bundled as it is for people: as loose files it would name each closure anew for every message. */
export async function loadBundled(): Promise<typeof Bundled> {
  await buildBench();
  return (await import(pathToFileURL(at('dist/bench/main.js')).href)) as typeof Bundled;
}
