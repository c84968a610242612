/** A stamp is the hash of all that a build was made from: as long as it is the same, the build is fresh. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { at } from './paths.ts';

/** What every build depends on, whatever its sources are. */
const always = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/lib'];

/** The hash of these files and folders (from the root) and of the lockfile. Tests are left out; a missing path counts as empty. */
export async function sourceStamp(paths: string[]): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const path of [...always, ...paths]) {
    for (const file of await filesBelow(path)) hash.update(`\0${file}\0`).update(await readFile(at(file)));
  }
  return hash.digest('hex');
}

export async function readStamp(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function filesBelow(path: string): Promise<string[]> {
  const found = await stat(at(path)).catch(() => undefined);
  if (found === undefined || /\.test\.tsx?$/.test(path)) return [];
  if (found.isFile()) return [path];
  const names = (await readdir(at(path))).sort();
  return (await Promise.all(names.map((name) => filesBelow(join(path, name))))).flat();
}
