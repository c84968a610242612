// SUBSCRIBE and its three relatives answer once per name, with how many subscriptions the client then has.
import type { Client } from '../client.ts';
import { CommandError } from '../commandError.ts';
import { compileGlob } from '../glob.ts';
import type { Reply } from '../resp/reply.ts';
import { array, bulk, bulkOrNil, integer, push } from '../resp/reply.ts';
import type { Call, CommandTable } from './command.ts';

export const pubsubCommands: CommandTable = {
  subscribe: { arity: -2, whileListening: true, run: subscribe },
  psubscribe: { arity: -2, whileListening: true, run: subscribePatterns },
  unsubscribe: { arity: -1, whileListening: true, run: unsubscribe },
  punsubscribe: { arity: -1, whileListening: true, run: unsubscribePatterns },
  publish: { arity: 3, run: ({ broker, args }) => integer(broker.channels.publish(args.text(0), args.bytes(1))) },
  pubsub: {
    arity: -2,
    subcommands: {
      channels: { arity: -2, run: listChannels },
      numsub: { arity: -2, run: countSubscribers },
      numpat: { arity: 2, run: ({ broker }) => integer(broker.channels.patternCount()) },
    },
  },
};

function subscribe({ client, broker, args }: Call): undefined {
  for (const channel of args.texts()) {
    broker.channels.subscribe(client, channel);
    confirm(client, 'subscribe', channel);
  }
}

function subscribePatterns({ client, broker, args }: Call): undefined {
  for (const glob of args.texts()) {
    broker.channels.subscribePattern(client, glob);
    confirm(client, 'psubscribe', glob);
  }
}

function unsubscribe({ client, broker, args }: Call): undefined {
  const channels = args.count > 0 ? args.texts() : [...client.channels];
  for (const channel of channels) {
    broker.channels.unsubscribe(client, channel);
    confirm(client, 'unsubscribe', channel);
  }
  if (channels.length === 0) confirm(client, 'unsubscribe', undefined);
}

function unsubscribePatterns({ client, broker, args }: Call): undefined {
  const globs = args.count > 0 ? args.texts() : [...client.patterns];
  for (const glob of globs) {
    broker.channels.unsubscribePattern(client, glob);
    confirm(client, 'punsubscribe', glob);
  }
  if (globs.length === 0) confirm(client, 'punsubscribe', undefined);
}

function confirm(client: Client, what: string, name: string | undefined): void {
  client.send(push([bulk(what), bulkOrNil(name), integer(client.subscriptions)]));
}

function listChannels({ broker, args }: Call): Reply {
  if (args.count > 1) {
    throw new CommandError("ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.");
  }
  const matches = args.count > 0 ? compileGlob(args.text(0)) : () => true;
  return array([...broker.channels.names()].filter(matches).map((name) => bulk(name)));
}

function countSubscribers({ broker, args }: Call): Reply {
  return array(args.texts().flatMap((name) => [bulk(name), integer(broker.channels.subscriberCount(name))]));
}
