// One command, from its words to its answer. The order of the checks, and every text, is that of server.c in Redis 7.
import type { BrokerState } from './brokerState.ts';
import type { Client } from './client.ts';
import { CommandError, unknownSubcommand, wrongArguments } from './commandError.ts';
import { Arguments } from './commands/arguments.ts';
import type { Call, Command } from './commands/command.ts';
import { commandTable } from './commands/commandTable.ts';
import type { Reply } from './resp/reply.ts';
import { failure } from './resp/reply.ts';

export function execute(broker: BrokerState, client: Client, words: readonly Buffer[]): void {
  const reply = answer(broker, client, words);
  if (reply !== undefined) client.send(reply);
  if (client.replyMode === 'skip next') client.replyMode = 'skip';
  else if (client.replyMode === 'skip') client.replyMode = 'on';
}

function answer(broker: BrokerState, client: Client, words: readonly Buffer[]): Reply | undefined {
  try {
    const found = find(words);
    client.lastCommand = found.fullName;
    if (!arityFits(found.command, words.length)) throw wrongArguments(found.fullName);
    if (client.onlyListens && found.command.whileListening !== true) throw mayNot(found.fullName);
    return found.run(call(broker, client, words.slice(found.depth)));
  } catch (error) {
    if (error instanceof CommandError) return failure(error.message);
    throw error;
  }
}

interface Found {
  readonly command: Command;
  readonly run: NonNullable<Command['run']>;
  readonly fullName: string;
  /** Words that are name. */
  readonly depth: number;
}

function find(words: readonly Buffer[]): Found {
  const typed = text(words[0]);
  const name = typed.toLowerCase();
  const command = commandTable.get(name);
  if (command === undefined) throw unknownCommand(typed, words.slice(1));
  if (command.subcommands !== undefined && words.length > 1) {
    const typedSub = text(words[1]);
    const sub = typedSub.toLowerCase();
    const subcommand = Object.hasOwn(command.subcommands, sub) ? command.subcommands[sub] : undefined;
    if (subcommand?.run === undefined) throw unknownSubcommand(typed, typedSub);
    return { command: subcommand, run: subcommand.run, fullName: `${name}|${sub}`, depth: 2 };
  }
  if (command.run === undefined) throw wrongArguments(name);
  return { command, run: command.run, fullName: name, depth: 1 };
}

function arityFits({ arity }: Command, count: number): boolean {
  return arity >= 0 ? count === arity : count >= -arity;
}

function call(broker: BrokerState, client: Client, args: readonly Buffer[]): Call {
  const keys = broker.databases[client.database];
  if (keys === undefined) throw new CommandError('ERR DB index is out of range');
  return { broker, client, keys, args: new Arguments(args) };
}

function text(word: Buffer | undefined): string {
  return word?.toString('latin1') ?? '';
}

function unknownCommand(name: string, args: readonly Buffer[]): CommandError {
  let shown = '';
  for (const arg of args) {
    if (shown.length >= 128) break;
    shown += `'${arg.toString('latin1', 0, 128 - shown.length)}' `;
  }
  return new CommandError(`ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown}`);
}

function mayNot(fullName: string): CommandError {
  return new CommandError(
    `ERR Can't execute '${fullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET ` +
      'are allowed in this context',
  );
}
