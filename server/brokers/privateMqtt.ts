// A real mosquitto of the session's own: loopback, no disk.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerProcess, Launch } from './brokerProcess.ts';
import { launchError } from './brokerProcess.ts';
import { withDeadline } from './deadline.ts';
import { startGuarded } from './guardedProcess.ts';

const readyMs = 5000;
const lookAgainMs = 10;

export function privateMqtt(binary: string): Launch {
  return async (port) => {
    const directory = await mkdtemp(join(tmpdir(), 'patchbay-mqtt-'));
    const file = join(directory, 'mosquitto.conf');
    await writeFile(file, settings(port));
    const server = startGuarded({ command: binary, args: ['-c', file], directory });
    const waiting = new AbortController();
    try {
      const pid = await withDeadline(server.pid, readyMs, tooSlow);
      const tooEarly = server.ended.then((why) => Promise.reject(new Error(why)));
      const ready = untilReady(server.lastOutput, waiting.signal);
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

function settings(port: number): string {
  return [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence false',
    // Without it each reply waits 40 ms for the peer's acknowledgement.
    'set_tcp_nodelay true',
    // As the built-in one: else a client may make it keep 256 MiB.
    'max_packet_size 1114112',
    'log_dest stderr',
    'log_timestamp false',
    'connection_messages false',
    // Else it would want a user of its own, whom not every machine has.
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    '',
  ].join('\n');
}

/** Its version, which it prints when its port is open. It ends when the port is taken, so no stranger can answer in its place. */
async function untilReady(printed: () => string, signal: AbortSignal): Promise<string> {
  while (!signal.aborted) {
    const [, version] = /mosquitto version (\S+) running/.exec(printed()) ?? [];
    if (version !== undefined) return version;
    await delay(lookAgainMs);
  }
  return '';
}

function tooSlow(): Error {
  return new Error(`does not answer after ${readyMs / 1000} s`);
}
