// A process of ours that stands still by SIGSTOP. Standing still it could not hear that we are gone, so somebody else listens:
//
//   we ── stdin pipe ──▶ guard: reads that pipe; it ends when we do, then the process is killed
import { spawn } from 'node:child_process';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';

const guard = 'read -r _; kill -9 "$1"';

export interface PausedProcess {
  /** It goes on, and handles what has queued up. */
  resume(): void;
  /** It has ended meanwhile. */
  forget(): void;
}

/** Why nothing can be made to stand still here. */
export function pauseRefusal(): Problem | undefined {
  return process.platform === 'win32' ? problem('brokerFailed', noSigstop) : undefined;
}

/** @throws ProblemError where the system has no SIGSTOP */
export function pauseProcess(pid: number): PausedProcess {
  const refusal = pauseRefusal();
  if (refusal !== undefined) throw new ProblemError(refusal);
  const watcher = spawn('/bin/sh', ['-c', guard, 'guard', String(pid)], {
    // Ctrl-C in the terminal is for us.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is no guard: then only a death of ours that nobody can handle leaves it standing.
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  process.kill(pid, 'SIGSTOP');
  const forget = (): void => {
    watcher.kill('SIGKILL');
    watcher.stdin.destroy();
  };
  return {
    forget,
    resume: () => {
      forget();
      process.kill(pid, 'SIGCONT');
    },
  };
}

const noSigstop =
  'This system cannot make a process stand still. Put a "timeout" fault on the broker instead: nothing passes its connections then.';
