import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The server runs from server/ (tsx) and from dist/server/ (built): the folder that holds package.json is the root of both. */
function findRoot(start: string): string {
  let folder = start;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No package.json above ${start}: start Patchbay from its own folder.`);
    folder = parent;
  }
  return folder;
}

export const projectRoot = findRoot(import.meta.dirname);

/** The page, as Vite builds it. */
export const pageFolder = join(projectRoot, 'dist/web');

/** What the supervisor forks; its folder is all that a runner may read. */
export const runnerEntry = join(projectRoot, 'dist/runner/main.js');

/** A built-in broker, a process of its own. */
export const builtInBrokerEntry = (transport: string): string => join(projectRoot, `dist/broker-${transport}/main.js`);
