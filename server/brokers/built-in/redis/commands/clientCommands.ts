import type { Client } from '../client.ts';
import { CommandError, syntaxError } from '../commandError.ts';
import type { Reply } from '../resp/reply.ts';
import { bulkOrNil, integer, ok, verbatim } from '../resp/reply.ts';
import type { Call, CommandTable } from './command.ts';

export const clientCommands: CommandTable = {
  client: {
    arity: -2,
    subcommands: {
      id: { arity: 2, run: ({ client }) => integer(client.id) },
      getname: { arity: 2, run: ({ client }) => bulkOrNil(client.name || undefined) },
      setname: { arity: 3, run: setName },
      // Redis has it since 7.2; answering lets newer clients skip their fall-back.
      setinfo: { arity: 4, run: () => ok },
      list: { arity: -2, run: ({ broker }) => verbatim([...broker.clients.values()].map(describe).join('')) },
      info: { arity: 2, run: ({ client }) => verbatim(describe(client)) },
      reply: { arity: 3, run: setReplyMode },
      'no-evict': { arity: 3, run: () => ok },
    },
  },
};

/** Names stand in CLIENT LIST between blanks, so only printable characters without blanks are taken. */
export function checkName(name: string): string {
  if (!/^[!-~]*$/.test(name)) {
    throw new CommandError('ERR Client names cannot contain spaces, newlines or special characters.');
  }
  return name;
}

function setName({ client, args }: Call): Reply {
  client.name = checkName(args.text(0));
  return ok;
}

function setReplyMode({ client, args }: Call): Reply | undefined {
  const wanted = args.word(0);
  if (wanted === 'on') {
    client.replyMode = 'on';
    return ok;
  }
  if (wanted === 'off') {
    client.replyMode = 'off';
    return undefined;
  }
  if (wanted !== 'skip') throw syntaxError();
  if (client.replyMode !== 'off') client.replyMode = 'skip next';
  return undefined;
}

function describe(client: Client): string {
  const fields = {
    id: client.id,
    addr: client.address,
    name: client.name,
    age: Math.floor((Date.now() - client.connectedAt) / 1000),
    flags: client.subscriptions > 0 ? 'P' : 'N',
    db: client.database,
    sub: client.channels.size,
    psub: client.patterns.size,
    omem: client.outputLength,
    cmd: client.lastCommand,
    user: 'default',
    resp: client.version,
  };
  const words = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return `${words.join(' ')}\n`;
}
