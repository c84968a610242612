// A real redis-server or valkey-server of the session's own: loopback, no disk.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerProcess, Launch } from './brokerProcess.ts';
import { launchError } from './brokerProcess.ts';
import { withDeadline } from './deadline.ts';
import { startGuarded } from './guardedProcess.ts';
import { readServerInfo } from './redisInfo.ts';

const readyMs = 5000;
const askAgainMs = 15;

export function privateRedis(binary: string): Launch {
  return async (port) => {
    const directory = await mkdtemp(join(tmpdir(), 'patchbay-redis-'));
    const server = startGuarded({ command: binary, args: flags(port, directory), directory });
    const waiting = new AbortController();
    try {
      const pid = await withDeadline(server.pid, readyMs, tooSlow);
      const tooEarly = server.ended.then((why) => Promise.reject(new Error(why)));
      const ready = untilReady({ port, pid, signal: waiting.signal });
      const version = await withDeadline(Promise.race([ready, tooEarly]), readyMs, tooSlow);
      const name = `${basename(binary, '.exe')} ${version}`;
      return { pid, name, ended: server.ended, kill: server.kill } satisfies BrokerProcess;
    } catch (error) {
      await server.kill();
      throw launchError(error, server.lastOutput());
    } finally {
      waiting.abort();
    }
  };
}

function flags(port: number, directory: string): string[] {
  const network = ['--port', String(port), '--bind', '127.0.0.1', '--protected-mode', 'yes'];
  const disk = ['--save', '', '--appendonly', 'no', '--dir', directory];
  return [...network, ...disk, '--daemonize', 'no', '--logfile', ''];
}

/** Its version, once it answers. A stranger that took the port first answers too, so the process id is compared. */
async function untilReady({ port, pid, signal }: { port: number; pid: number; signal: AbortSignal }): Promise<string> {
  while (!signal.aborted) {
    const info = await readServerInfo({ port, timeoutMs: readyMs, signal }).catch(() => undefined);
    if (info?.get('process_id') === String(pid)) {
      return info.get('valkey_version') ?? info.get('redis_version') ?? '';
    }
    await delay(askAgainMs);
  }
  return '';
}

function tooSlow(): Error {
  return new Error(`does not answer after ${readyMs / 1000} s`);
}
