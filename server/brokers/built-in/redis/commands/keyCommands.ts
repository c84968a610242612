// Keys whatever their value: DEL EXISTS TYPE KEYS SCAN and how long they live.
import { CommandError, syntaxError } from '../commandError.ts';
import { compileGlob } from '../glob.ts';
import type { Reply } from '../resp/reply.ts';
import { array, bulk, integer, simple } from '../resp/reply.ts';
import type { Call, CommandTable } from './command.ts';
import { expireCommands } from './expireCommands.ts';

export const keyCommands: CommandTable = {
  ...expireCommands,
  del: { arity: -2, run: ({ keys, args }) => count(args.texts(), (key) => keys.delete(key)) },
  exists: { arity: -2, run: ({ keys, args }) => count(args.texts(), (key) => keys.get(key) !== undefined) },
  type: { arity: 2, run: ({ keys, args }) => simple(keys.get(args.text(0)) === undefined ? 'none' : 'string') },
  keys: { arity: 2, run: ({ keys, args }) => list(keys.keys().filter(compileGlob(args.text(0)))) },
  scan: { arity: -2, run: scan },
};

function count(names: readonly string[], test: (name: string) => boolean): Reply {
  return integer(names.filter(test).length);
}

function list(names: readonly string[]): Reply {
  return array(names.map((name) => bulk(name)));
}

/** The whole pass in one answer, which SCAN's promise allows (COUNT is a hint): the next cursor is always 0. */
function scan({ keys, args }: Call): Reply {
  if (!/^[0-9]{1,20}$/.test(args.text(0))) throw new CommandError('ERR invalid cursor');
  let matches = compileGlob('*');
  let type = 'string';
  for (let at = 1; at < args.count; at += 2) {
    const option = args.word(at);
    if (at + 1 >= args.count) throw syntaxError();
    if (option === 'match') matches = compileGlob(args.text(at + 1));
    else if (option === 'type') type = args.word(at + 1);
    else if (option !== 'count') throw syntaxError();
    else if (args.integer(at + 1) < 1n) throw syntaxError();
  }
  const first = /^0+$/.test(args.text(0));
  const found = first && type === 'string' ? keys.keys().filter(matches) : [];
  return array([bulk('0'), list(found)]);
}
