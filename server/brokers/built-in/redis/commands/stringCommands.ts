// GET SET MGET MSET and counting.
import { CommandError, notAnInteger, wrongArguments } from '../commandError.ts';
import { fitsInteger, parseInteger } from '../resp/integers.ts';
import type { Reply } from '../resp/reply.ts';
import { array, bulkOrNil, integer, nil, ok } from '../resp/reply.ts';
import type { Call, CommandTable } from './command.ts';
import { readSetOptions } from './setOptions.ts';

export const stringCommands: CommandTable = {
  get: { arity: 2, run: ({ keys, args }) => bulkOrNil(keys.get(args.text(0))?.value) },
  set: { arity: -3, run: set },
  mget: { arity: -2, run: ({ keys, args }) => array(args.texts().map((key) => bulkOrNil(keys.get(key)?.value))) },
  mset: { arity: -3, run: setMany },
  incr: { arity: 2, run: (call) => add(call, 1n) },
  decr: { arity: 2, run: (call) => add(call, -1n) },
  incrby: { arity: 3, run: (call) => add(call, call.args.integer(1)) },
  decrby: { arity: 3, run: subtract },
};

function set({ keys, args }: Call): Reply {
  const options = readSetOptions(args, Date.now());
  const key = args.text(0);
  const before = keys.get(key);
  const refused = (options.onlyIf === 'missing' && before) || (options.onlyIf === 'present' && !before);
  if (!refused) {
    const kept = options.keepExpiry ? before?.expiresAt : undefined;
    keys.set(key, args.bytes(1), options.expiresAt ?? kept ?? Number.POSITIVE_INFINITY);
  }
  if (options.answerBefore) return bulkOrNil(before?.value);
  return refused ? nil : ok;
}

function setMany({ keys, args }: Call): Reply {
  if (args.count % 2 !== 0) throw wrongArguments('mset');
  for (let at = 0; at < args.count; at += 2) keys.set(args.text(at), args.bytes(at + 1), Number.POSITIVE_INFINITY);
  return ok;
}

function subtract(call: Call): Reply {
  const amount = call.args.integer(1);
  if (!fitsInteger(-amount)) throw new CommandError('ERR decrement would overflow');
  return add(call, -amount);
}

function add({ keys, args }: Call, delta: bigint): Reply {
  const key = args.text(0);
  const entry = keys.get(key);
  const before = entry === undefined ? 0n : parseInteger(entry.value);
  if (before === undefined) throw notAnInteger();
  const after = before + delta;
  if (!fitsInteger(after)) throw new CommandError('ERR increment or decrement would overflow');
  keys.set(key, Buffer.from(String(after)), entry?.expiresAt ?? Number.POSITIVE_INFINITY);
  return integer(after);
}
