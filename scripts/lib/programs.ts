import { existsSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { run } from './run.ts';

/** The first of these programs that is on the PATH (or is a path) and really starts: `--version` also loads its libraries. */
export async function findProgram(names: string[]): Promise<string | undefined> {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/bin',
    '/snap/bin',
  ];
  const candidates = names.flatMap((name) =>
    name.includes('/') ? [name] : folders.map((folder) => join(folder, name)),
  );
  for (const path of new Set(candidates)) {
    if (existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

export async function starts(path: string): Promise<boolean> {
  const { code } = await run(path, ['--version'], { quiet: true, timeoutMs: 30_000 });
  // It knows no such option, and says so with its help and a 3.
  return code === 0 || (code === 3 && basename(path) === 'mosquitto');
}
