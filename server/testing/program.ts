import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../paths.ts';
import { tempFolder } from './tempFolder.ts';

/** The server as a process of its own. Is killed with its scope, should the test fail before it has ended it. */
export interface Program extends AsyncDisposable {
  child: ChildProcess;
  /** The first line that it says. */
  line: string;
  /** Where it is reached; empty when it has not started. */
  url: string;
  ended: Promise<unknown[]>;
}

export interface ProgramOptions {
  /** What a shell does before it becomes the server: `ulimit -f 100`. */
  first?: string;
}

/** Runs the program itself, as `npm start` does. Resolves with its first line. Keeps its flows in a folder of its own unless told where. */
export async function runProgram(env: Record<string, string>, { first }: ProgramOptions = {}): Promise<Program> {
  const folder = tempFolder();
  const node = ['--import', 'tsx', join(projectRoot, 'server/main.ts')];
  const [command, args] =
    first === undefined
      ? [process.execPath, node]
      : ['/bin/sh', ['-c', `${first}; exec "$0" "$@"`, process.execPath, ...node]];
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder.path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const lines = [child.stdout, child.stderr].map((stream) => {
    if (stream === null) throw new Error('The program has no output');
    return once(createInterface({ input: stream }), 'line');
  });
  const [line] = (await Promise.race(lines)) as [string];
  const dispose = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    folder[Symbol.dispose]();
  };
  const url = /http:\/\/\S+$/.exec(line)?.[0] ?? '';
  return { child, line, url, ended, [Symbol.asyncDispose]: dispose };
}
