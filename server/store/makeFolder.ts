import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** As a path is made: outermost first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = resolve(folder); !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  return missing;
}

/**
 * Makes a folder that only its owner may open, and those that it lies in. Throws with a sentence when it cannot be made.
 * Level by level: asked to make all at once where nobody can make anything, as below /proc, Node never comes back.
 */
export function makeFolder(folder: string): void {
  for (const one of missingFolders(folder)) {
    try {
      mkdirSync(one, { mode: 0o700 });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      // Another server on the same folder was quicker.
      if (code === 'EEXIST' && existsSync(one)) continue;
      throw new Error(`no folder can be made in ${dirname(one)} (${code})`, { cause: error });
    }
  }
}
