// About the broker as a whole: INFO DBSIZE FLUSHALL FLUSHDB.
import type { BrokerState } from '../brokerState.ts';
import { syntaxError } from '../commandError.ts';
import { redisVersion } from '../redisVersion.ts';
import type { Reply } from '../resp/reply.ts';
import { integer, ok, verbatim } from '../resp/reply.ts';
import type { Call, CommandTable } from './command.ts';

export const serverCommands: CommandTable = {
  info: { arity: -1, run: info },
  dbsize: { arity: 1, run: ({ keys }) => integer(keys.size) },
  flushall: {
    arity: -1,
    run: (call) => flush(call, () => call.broker.databases.forEach((database) => database.clear())),
  },
  flushdb: { arity: -1, run: (call) => flush(call, () => call.keys.clear()) },
};

function flush({ args }: Call, clear: () => void): Reply {
  if (args.count > 1 || (args.count === 1 && !['sync', 'async'].includes(args.word(0)))) throw syntaxError();
  clear();
  return ok;
}

function info({ broker, args }: Call): Reply {
  const wanted = new Set(args.texts().map((name) => name.toLowerCase()));
  const everything = wanted.size === 0 || ['all', 'everything', 'default'].some((name) => wanted.has(name));
  const shown = Object.entries(sections(broker)).filter(([name]) => everything || wanted.has(name.toLowerCase()));
  return verbatim(shown.map(([name, fields]) => `# ${name}\r\n${lines(fields)}`).join('\r\n'));
}

type Fields = Readonly<Record<string, string | number>>;

function lines(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('');
}

function sections(broker: BrokerState): Readonly<Record<string, Fields>> {
  const listening = [...broker.clients.values()].filter((client) => client.subscriptions > 0);
  const uptimeSeconds = Math.floor((Date.now() - broker.startedAt) / 1000);
  return {
    Server: {
      redis_version: redisVersion,
      redis_mode: 'standalone',
      server_name: 'patchbay-built-in',
      process_id: process.pid,
      tcp_port: broker.port,
      uptime_in_seconds: uptimeSeconds,
    },
    Clients: {
      connected_clients: broker.clients.size,
      maxclients: broker.limits.clients,
      pubsub_clients: listening.length,
    },
    Memory: { used_memory_rss: process.memoryUsage.rss(), maxmemory: broker.limits.keyBytes },
    Persistence: { loading: 0 },
    Stats: { pubsub_channels: broker.channels.channelCount(), pubsub_patterns: broker.channels.patternCount() },
    Replication: { role: 'master', connected_slaves: 0 },
    Keyspace: keyspaceFields(broker),
  };
}

function keyspaceFields(broker: BrokerState): Fields {
  const used = broker.databases.map((database, index) => [`db${index}`, `keys=${database.size}`] as const);
  return Object.fromEntries(used.filter(([, text]) => text !== 'keys=0'));
}
