import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter } from 'node:path';
import { at, root } from './paths.ts';

export interface RunOptions {
  env?: Record<string, string | undefined>;
  /** Keep the output and return it, instead of showing it as it comes. */
  quiet?: boolean;
  /** Kill the command after so long; it then counts as failed. */
  timeoutMs?: number;
}

export interface RunResult {
  code: number;
  output: string;
}

/** Starts a command of the system or of node_modules/.bin, in the root of the project. */
export function start(command: string, args: string[], options: RunOptions = {}): ChildProcess {
  const path = [at('node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return spawn(command, args, {
    cwd: root,
    env: { ...process.env, PATH: path, ...options.env },
    stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: process.platform === 'win32',
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: 'SIGKILL' }),
  });
}

/** Runs a command to its end. Never throws: a command that cannot be started has exit code 127. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = start(command, args, options);
    let output = '';
    const keep = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ code: 127, output: output + error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
