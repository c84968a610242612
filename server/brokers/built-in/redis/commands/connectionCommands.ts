// Who the client is and how it talks: HELLO AUTH PING ECHO SELECT QUIT RESET.
import { CommandError } from '../commandError.ts';
import type { Reply } from '../resp/reply.ts';
import { array, bulk, integer, map, ok, simple } from '../resp/reply.ts';
import { redisVersion } from '../redisVersion.ts';
import { checkName } from './clientCommands.ts';
import type { Call, CommandTable } from './command.ts';

export const connectionCommands: CommandTable = {
  hello: { arity: -1, run: hello },
  auth: { arity: -2, run: auth },
  ping: { arity: -1, whileListening: true, run: ping },
  echo: { arity: 2, run: ({ args }) => bulk(args.bytes(0)) },
  select: { arity: 2, run: select },
  quit: { arity: -1, whileListening: true, run: quit },
  reset: { arity: 1, whileListening: true, run: reset },
};

function hello({ client, args }: Call): Reply {
  let version = client.version;
  if (args.count > 0) {
    const wanted = args.integer(0, 'ERR Protocol version is not an integer or out of range');
    if (wanted !== 2n && wanted !== 3n) throw new CommandError('NOPROTO unsupported protocol version');
    version = wanted === 3n ? 3 : 2;
  }
  let name: string | undefined;
  for (let at = 1; at < args.count; at += 1) {
    const option = args.word(at);
    const left = args.count - at - 1;
    if (option === 'auth' && left >= 2) {
      checkPassword(args.text(at + 1));
      at += 2;
    } else if (option === 'setname' && left >= 1) {
      name = checkName(args.text(at + 1));
      at += 1;
    } else {
      throw new CommandError(`ERR Syntax error in HELLO option '${args.text(at)}'`);
    }
  }
  client.version = version;
  client.name = name ?? client.name;
  return map([
    ['server', bulk('redis')],
    ['version', bulk(redisVersion)],
    ['proto', integer(version)],
    ['id', integer(client.id)],
    ['mode', bulk('standalone')],
    ['role', bulk('master')],
    ['modules', array([])],
  ]);
}

/** As a Redis without a password: the default user is let in with any, and `AUTH password` is most likely a mistake. */
function auth({ args }: Call): Reply {
  if (args.count > 2) throw new CommandError('ERR syntax error');
  if (args.count === 1) {
    throw new CommandError(
      'ERR AUTH <password> called without any password configured for the default user. ' +
        'Are you sure your configuration is correct?',
    );
  }
  checkPassword(args.text(0));
  return ok;
}

function checkPassword(user: string): void {
  if (user !== 'default') throw new CommandError('WRONGPASS invalid username-password pair or user is disabled.');
}

function ping({ client, args }: Call): Reply {
  if (args.count > 1) throw new CommandError("ERR wrong number of arguments for 'ping' command");
  const text = args.count === 1 ? args.bytes(0) : undefined;
  if (client.onlyListens) return array([bulk('pong'), bulk(text ?? '')]);
  return text === undefined ? simple('PONG') : bulk(text);
}

function select({ client, broker, args }: Call): Reply {
  const index = Number(args.integer(0));
  if (broker.databases[index] === undefined) throw new CommandError('ERR DB index is out of range');
  client.database = index;
  return ok;
}

function quit({ client }: Call): Reply {
  client.leaving = true;
  return ok;
}

function reset({ client, broker }: Call): Reply {
  broker.channels.unsubscribeAll(client);
  client.version = 2;
  client.database = 0;
  client.name = '';
  client.replyMode = 'on';
  return simple('RESET');
}
