// A foreign server program that never outlives us, not even when we are SIGKILLed and can clean nothing up.
//
//   we ── stdin pipe ──▶ sh ──┬── the program
//                             └── watcher: reads that pipe; it ends when we do, then the program is killed
//
// sh ends when the program does, with its exit code. On Windows the program is spawned plainly.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { withDeadline } from './deadline.ts';
import { describeExit } from './describeExit.ts';
import { keepTail } from './keepTail.ts';

// A background job of sh gets /dev/null as its stdin, hence the detour over 3. The program's own output goes to stderr,
// so that stdout carries nothing but its process id.
const guard = `
exec 3<&0
"$@" </dev/null 3<&- 1>&2 &
program=$!
( read -r _ <&3; kill -9 "$program"; eval "$GUARDED_AFTERWARDS"; rm -rf -- "$GUARDED_DIRECTORY" ) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
echo "$program"
wait "$program"
code=$?
kill "$watcher"
eval "$GUARDED_AFTERWARDS" >/dev/null 2>&1 </dev/null
exit "$code"
`;

const killMs = 2000;

export interface GuardedProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** The program's own; removed when it has ended, unless somebody else does that, and in any case when we have. */
  readonly directory: string;
  readonly keepsDirectory?: boolean | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** For the shell, when the program has ended, whoever ended it: to end what it has left behind. */
  readonly afterwards?: string;
}

export interface GuardedProcess {
  /** Of the program itself; rejects when it could not be started. */
  readonly pid: Promise<number>;
  /** Resolves with the reason once nothing of it is left. */
  readonly ended: Promise<string>;
  /** The last of what it printed. */
  lastOutput(): string;
  readonly kill: () => Promise<void>;
}

export function startGuarded(program: GuardedProgram): GuardedProcess {
  const child = spawnProgram(program);
  const output = keepTail(child.stderr);
  let over = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(describeExit(code, signal)));
  }).then(async (why) => {
    over = true;
    if (program.keepsDirectory !== true) await rm(program.directory, { recursive: true, force: true });
    return why;
  });
  const pid = readPid(child, ended);
  return {
    pid,
    ended,
    lastOutput: output,
    kill: async () => {
      if (over) return;
      signal(await pid.catch(() => undefined));
      await withDeadline(ended, killMs, () => new Error('still there')).catch(() => signalGroup(child));
      await withDeadline(ended, killMs, () => new Error(`${program.command} does not end, even by SIGKILL.`));
    },
  };
}

function spawnProgram({ command, args, directory, env = {}, afterwards = ':' }: GuardedProgram): ChildProcess {
  if (process.platform === 'win32') return spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const path = `${process.env['PATH'] ?? ''}:/usr/bin:/bin`;
  return spawn('/bin/sh', ['-c', guard, 'guard', command, ...args], {
    // A group of its own: Ctrl-C in the terminal is for us, and we then close it in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...env, PATH: path, GUARDED_DIRECTORY: directory, GUARDED_AFTERWARDS: afterwards },
  });
}

async function readPid(child: ChildProcess, ended: Promise<string>): Promise<number> {
  if (process.platform === 'win32' && child.pid !== undefined) return child.pid;
  const lines = child.stdout === null ? undefined : createInterface(child.stdout);
  const early = ended.then((why) => Promise.reject(new Error(why)));
  const line: unknown = lines === undefined ? await early : await Promise.race([once(lines, 'line'), early]);
  return Number(line);
}

function signal(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!isNoSuchProcess(error)) throw error;
  }
}

/** When killing the program alone did not end the shell around it. */
function signalGroup(child: ChildProcess): void {
  if (child.pid !== undefined) signal(process.platform === 'win32' ? child.pid : -child.pid);
}

function isNoSuchProcess(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH';
}
