import { dirname, join } from 'node:path';

/**
 * How Node is told to run a runner: it may read its own folder and nothing else, start no process, and holds little memory.
 * Node 23.5 renamed the permission flag; each Node knows only its own names.
 */
export function runnerFlags(entry: string, maxOldSpaceMb = 192): string[] {
  const allowed = process.allowedNodeEnvironmentFlags;
  const permission = allowed.has('--permission') ? '--permission' : '--experimental-permission';
  // Newer Nodes close the network as well: the services listen on it.
  const net = allowed.has('--allow-net') ? ['--allow-net'] : [];
  return [
    permission,
    `--allow-fs-read=${join(dirname(entry), '*')}`,
    ...net,
    `--max-old-space-size=${maxOldSpaceMb}`,
    `--heap-growing-percent=${heapGrowingPercent}`,
    '--no-warnings',
  ];
}

/**
 * The less memory V8 may have at most, the sooner it collects all of it again: with 192 MB whenever a third has been added to what
 * is in use, and collecting took half of the time of a busy runner. The limit itself stays.
 */
const heapGrowingPercent = 200;

/** Nothing of ours: neither secrets nor settings. Windows cannot open a socket without its root. */
export function runnerEnv(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  return process.platform === 'win32' && SystemRoot !== undefined ? { SystemRoot } : {};
}
