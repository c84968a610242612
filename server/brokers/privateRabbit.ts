// A real RabbitMQ of the session's own: loopback, in a folder of its own, with an Erlang port mapper (epmd) of its own.
// Nothing of a RabbitMQ that the system runs is touched or read.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { BrokerContents } from '#shared/brokerContents.ts';
import type { BrokerProcess, Launch } from './brokerProcess.ts';
import { LaunchError } from './brokerProcess.ts';
import { amqpUrl } from './amqpUrl.ts';
import { rabbitContents } from './built-in/rmq/contents.ts';
import { withDeadline } from './deadline.ts';
import { freePort } from './freePort.ts';
import { startGuarded } from './guardedProcess.ts';

/** It needs 4 to 13 s on an idle machine. */
const readyMs = 90_000;
const askAgainMs = 100;
/** Debian's program in /usr/sbin refuses every user but root and rabbitmq; it calls this one. */
const debianProgram = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const debianControl = '/usr/lib/rabbitmq/bin/rabbitmqctl';
/** Starting it takes an Erlang machine of its own, a second or two. */
const controlMs = 15_000;

export function privateRabbit(binary: string, folder: string | undefined): Launch {
  return async (port) => {
    if (folder === undefined) throw new LaunchError('a private RabbitMQ needs a folder');
    // The broker calls itself so, at the name of the machine.
    const node = `patchbay${port}`;
    const epmdPort = await freePort();
    const env = await environment({ port, folder, node, epmdPort });
    const server = startGuarded({
      command: existsSync(debianProgram) ? debianProgram : binary,
      args: [],
      directory: folder,
      keepsDirectory: true,
      env,
      // epmd goes on by itself, and leaves only when no Erlang is registered any more.
      afterwards: `for _ in 1 2 3 4 5 6 7 8; do epmd -port ${epmdPort} -kill && break; sleep 0.1; done`,
    });
    const waiting = new AbortController();
    try {
      const pid = await withDeadline(server.pid, readyMs, tooSlow);
      const tooEarly = server.ended.then((why) => Promise.reject(new Error(why)));
      const ready = untilReady({ port, node, signal: waiting.signal });
      const version = await withDeadline(Promise.race([ready, tooEarly]), readyMs, tooSlow);
      const name = `rabbitmq-server ${version}`;
      const contents = () => listQueues(env);
      return { pid, name, ended: server.ended, kill: server.kill, contents } satisfies BrokerProcess;
    } catch (error) {
      await server.kill();
      throw launchError(error, server.lastOutput());
    } finally {
      waiting.abort();
    }
  };
}

interface Place {
  port: number;
  folder: string;
  node: string;
  epmdPort: number;
}

async function environment({ port, folder, node, epmdPort }: Place): Promise<Record<string, string>> {
  const config = join(folder, 'rabbitmq.conf');
  const plugins = join(folder, 'enabled_plugins');
  await writeFile(config, `listeners.tcp.1 = 127.0.0.1:${port}\nlog.console = true\nlog.file = false\n`);
  await writeFile(plugins, '[].\n');
  return {
    HOME: folder,
    LANG: 'C.UTF-8',
    // As systemd starts it: the shell becomes the Erlang machine, so that killing one process kills the broker.
    NOTIFY_SOCKET: '/dev/null',
    RABBITMQ_NODENAME: `${node}@localhost`,
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_DIST_PORT: String(await freePort()),
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_FEATURE_FLAGS_FILE: join(folder, 'feature_flags'),
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // Else Erlang listens on every address of the machine, and burns a processor while it waits.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1} +sbwt none',
  };
}

/** Its version, once it answers. A stranger that took the port first answers too, so the name is compared. */
async function untilReady({
  port,
  node,
  signal,
}: {
  port: number;
  node: string;
  signal: AbortSignal;
}): Promise<string> {
  while (!signal.aborted) {
    const said = await ask(port).catch(() => undefined);
    if (String(said?.['cluster_name']).startsWith(`${node}@`)) return String(said?.['version']);
    await delay(askAgainMs);
  }
  return '';
}

/** What the broker on this port says of itself. */
async function ask(port: number): Promise<Readonly<Record<string, unknown>>> {
  const { connect } = await import('amqplib');
  const connection = await connect(amqpUrl({ host: '127.0.0.1', port }), { timeout: readyMs });
  connection.on('error', () => undefined);
  const said = connection.connection.serverProperties as Readonly<Record<string, unknown>>;
  await connection.close();
  return said;
}

const queuesSchema = z.array(
  z.object({
    name: z.string(),
    messages_ready: z.number().catch(0),
    messages_unacknowledged: z.number().catch(0),
    consumers: z.number().catch(0),
  }),
);

/** By its own program: its protocol has no way to ask for the queues that there are. */
async function listQueues(env: Readonly<Record<string, string>>): Promise<BrokerContents> {
  const columns = ['name', 'messages_ready', 'messages_unacknowledged', 'consumers'];
  const { stdout } = await promisify(execFile)(
    debianControl,
    ['-q', 'list_queues', ...columns, '--formatter', 'json'],
    {
      env: { ...env, PATH: `${process.env['PATH'] ?? ''}:/usr/bin:/bin` },
      timeout: controlMs,
    },
  );
  const queues = queuesSchema.parse(JSON.parse(stdout));
  return rabbitContents(
    queues.map(({ name, messages_ready: ready, messages_unacknowledged: unacked, consumers }) => ({
      name,
      ready,
      unacked,
      consumers,
    })),
  );
}

function tooSlow(): Error {
  return new Error(`does not answer after ${readyMs / 1000} s`);
}

function launchError(error: unknown, output: string): LaunchError {
  const reason = error instanceof Error ? error.message : String(error);
  const lastLine = output.trimEnd().split('\n').at(-1) ?? '';
  return new LaunchError(
    lastLine === '' ? reason : `${reason} (${lastLine})`,
    /eaddrinuse|already in use/i.test(output),
  );
}
