import { CommandError } from '../commandError.ts';
import type { Reply } from '../resp/reply.ts';
import { integer } from '../resp/reply.ts';
import type { Arguments } from './arguments.ts';
import type { Call, CommandTable } from './command.ts';
import { readExpiry } from './expiry.ts';

export const expireCommands: CommandTable = {
  expire: { arity: -3, run: (call) => expire(call, { unitMs: 1000n, command: 'expire' }) },
  pexpire: { arity: -3, run: (call) => expire(call, { unitMs: 1n, command: 'pexpire' }) },
  ttl: { arity: 2, run: (call) => remaining(call, 1000) },
  pttl: { arity: 2, run: (call) => remaining(call, 1) },
  persist: { arity: 2, run: persist },
};

function expire({ keys, args }: Call, unit: { unitMs: bigint; command: string }): Reply {
  const allowed = readCondition(args);
  const at = readExpiry(args.integer(1), { ...unit, baseMs: Date.now() });
  const key = args.text(0);
  const entry = keys.get(key);
  if (entry === undefined || !allowed(entry.expiresAt, at)) return integer(0);
  if (at <= Date.now()) keys.delete(key);
  else keys.expireAt(key, at);
  return integer(1);
}

/** NX only without an expiry, XX only with one, GT and LT only when it moves later or sooner. */
function readCondition(args: Arguments): (before: number, after: number) => boolean {
  const flags = new Set<string>();
  for (let at = 2; at < args.count; at += 1) {
    const word = args.word(at);
    if (!['nx', 'xx', 'gt', 'lt'].includes(word)) throw new CommandError(`ERR Unsupported option ${args.text(at)}`);
    flags.add(word);
  }
  if (flags.has('nx') && flags.size > 1) {
    throw new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible');
  }
  if (flags.has('gt') && flags.has('lt')) {
    throw new CommandError('ERR GT and LT options at the same time are not compatible');
  }
  return (before, after) => {
    const never = before === Number.POSITIVE_INFINITY;
    if (flags.has('nx') && !never) return false;
    if (flags.has('xx') && never) return false;
    if (flags.has('gt') && after <= before) return false;
    return !(flags.has('lt') && after >= before);
  };
}

/** -2 no such key, -1 no expiry. */
function remaining({ keys, args }: Call, unitMs: number): Reply {
  const entry = keys.get(args.text(0));
  if (entry === undefined) return integer(-2);
  if (entry.expiresAt === Number.POSITIVE_INFINITY) return integer(-1);
  // TTL rounds to the nearest second, as Redis does.
  return integer(Math.floor((Math.max(0, entry.expiresAt - Date.now()) + unitMs / 2) / unitMs));
}

function persist({ keys, args }: Call): Reply {
  const entry = keys.get(args.text(0));
  if (entry === undefined || entry.expiresAt === Number.POSITIVE_INFINITY) return integer(0);
  keys.expireAt(args.text(0), Number.POSITIVE_INFINITY);
  return integer(1);
}
