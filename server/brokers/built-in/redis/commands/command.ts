import type { BrokerState } from '../brokerState.ts';
import type { Client } from '../client.ts';
import type { Keyspace } from '../keyspace.ts';
import type { Reply } from '../resp/reply.ts';
import type { Arguments } from './arguments.ts';

export interface Call {
  readonly client: Client;
  readonly broker: BrokerState;
  /** The database that the client selected. */
  readonly keys: Keyspace;
  /** Behind the command's name, and behind the subcommand's where there is one. */
  readonly args: Arguments;
}

export interface Command {
  /** As COMMAND INFO counts: the name included, negative = at least so many. */
  readonly arity: number;
  /** RESP2 clients that listen may still call it. */
  readonly whileListening?: true;
  /** The answer; undefined when `run` has sent all there is to say. */
  readonly run?: (call: Call) => Reply | undefined;
  readonly subcommands?: CommandTable;
}

/** By lower-case name. */
export type CommandTable = Readonly<Record<string, Command>>;
