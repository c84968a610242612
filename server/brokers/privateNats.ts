// A real nats-server of the session's own: loopback, no disk.
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerProcess, Launch } from './brokerProcess.ts';
import { launchError } from './brokerProcess.ts';
import { withDeadline } from './deadline.ts';
import { freePort } from './freePort.ts';
import { startGuarded } from './guardedProcess.ts';
import { readNatsMonitor } from './natsContents.ts';
import { readNatsInfo } from './natsInfo.ts';

const readyMs = 5000;
const askAgainMs = 15;

export function privateNats(binary: string): Launch {
  return async (port) => {
    const directory = await mkdtemp(join(tmpdir(), 'patchbay-nats-'));
    const name = `patchbay-${randomUUID()}`;
    const monitorPort = await freePort();
    const monitor = ['--http_port', String(monitorPort)];
    const args = ['--addr', '127.0.0.1', '--port', String(port), '--name', name, ...monitor];
    const server = startGuarded({ command: binary, args, directory });
    const waiting = new AbortController();
    try {
      const pid = await withDeadline(server.pid, readyMs, tooSlow);
      const tooEarly = server.ended.then((why) => Promise.reject(new Error(why)));
      const ready = untilReady({ port, name, signal: waiting.signal });
      const version = await withDeadline(Promise.race([ready, tooEarly]), readyMs, tooSlow);
      const shown = `${basename(binary, '.exe')} ${version}`;
      const contents = () => readNatsMonitor(monitorPort);
      return { pid, name: shown, ended: server.ended, kill: server.kill, contents } satisfies BrokerProcess;
    } catch (error) {
      await server.kill();
      throw launchError(error, server.lastOutput());
    } finally {
      waiting.abort();
    }
  };
}

/** Its version, once it answers. A stranger that took the port first answers too, so the name is compared. */
async function untilReady({
  port,
  name,
  signal,
}: {
  port: number;
  name: string;
  signal: AbortSignal;
}): Promise<string> {
  while (!signal.aborted) {
    const info = await readNatsInfo(port, readyMs).catch(() => undefined);
    if (info?.server_name === name) return info.version;
    await delay(askAgainMs);
  }
  return '';
}

function tooSlow(): Error {
  return new Error(`does not answer after ${readyMs / 1000} s`);
}
