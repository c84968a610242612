/** How a script that keeps a child process alive learns that it should end, and tells the child once. */
import type { ChildProcess } from 'node:child_process';

/** Calls back for Ctrl-C, for `kill`, for a closed terminal, and when the npm that started this script is gone. */
export function onEnd(callback: (signal: NodeJS.Signals) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => callback(signal));
  if (process.env['npm_lifecycle_event'] === undefined) return;
  // npm hands a signal to the shell between it and us, and some shells (Debian's) end without passing it on.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    callback('SIGTERM');
  }, 200);
  watch.unref();
}

/** Hands a signal on, once: a terminal gives Ctrl-C to our children as well, and twice would mean "at once". */
export function passOn(signal: NodeJS.Signals, child: ChildProcess): void {
  if (signal === 'SIGINT' && process.stdin.isTTY) return;
  child.kill(signal);
}
