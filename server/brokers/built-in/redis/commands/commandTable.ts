// The closed list of what this broker can do. A new family is one file and one line here.
import type { Reply } from '../resp/reply.ts';
import { array, bulk, integer, map, nil, simple } from '../resp/reply.ts';
import { clientCommands } from './clientCommands.ts';
import type { Command, CommandTable } from './command.ts';
import { connectionCommands } from './connectionCommands.ts';
import { keyCommands } from './keyCommands.ts';
import { pubsubCommands } from './pubsubCommands.ts';
import { serverCommands } from './serverCommands.ts';
import { stringCommands } from './stringCommands.ts';

const families: CommandTable = {
  ...connectionCommands,
  ...clientCommands,
  ...pubsubCommands,
  ...stringCommands,
  ...keyCommands,
  ...serverCommands,
};

/** COMMAND stands here, as it reads the list that it is part of. */
const command: Command = {
  arity: -1,
  run: () => array([...commandTable].map(([name, entry]) => describe(name, entry))),
  subcommands: {
    count: { arity: 2, run: () => integer(commandTable.size) },
    docs: { arity: -2, run: () => map([]) },
    info: { arity: -2, run: ({ args }) => array(args.texts().map((name) => describeIfKnown(name.toLowerCase()))) },
  },
};

/** A Map, so that a command called `constructor` is unknown like any other. */
export const commandTable: ReadonlyMap<string, Command> = new Map(Object.entries({ ...families, command }));

function describeIfKnown(name: string): Reply {
  const entry = commandTable.get(name);
  return entry === undefined ? nil : describe(name, entry);
}

/** Name, arity, flags, first key, last key, step, and four lists that stay empty: categories, tips, keys, subcommands. */
function describe(name: string, { arity, whileListening }: Command): Reply {
  const flags = array(whileListening === true ? [simple('pubsub')] : []);
  const none = array([]);
  return array([bulk(name), integer(arity), flags, integer(0), integer(0), integer(0), none, none, none, none]);
}
