import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { defaultExample, examples, findExample } from '#shared/examples/index.ts';
import { parseFlow } from '#shared/flow/parseFlow.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { checkBounds } from '#shared/json.ts';
import { problem, ProblemError, problemFromZod, type Problem } from '#shared/problem.ts';
import {
  commandSchemas,
  type Answer,
  type CommandName,
  type CommandParams,
  type CommandResults,
} from '#shared/protocol.ts';
import { Sessions } from './sessions.ts';

export interface CommandContext {
  sessions: Sessions;
  /** The socket id of the page that asks. */
  by?: string | undefined;
}

type CommandHandlers = {
  [C in CommandName]: (params: CommandParams<C>, context: CommandContext) => Promise<CommandResults[C]>;
};

/** Every command, once. The three doors (Socket.IO, REST, message patterns) only carry them. */
const commandHandlers = {
  openSession: async ({ flow, example }, { sessions }) => {
    const session = await sessions.open(flow === undefined ? exampleFlow(example) : flowOf(flow));
    return { id: session.id, url: `/s/${session.id}` };
  },
  readSession: async ({ session }, { sessions }) => sessions.get(session).view,
  closeSession: async ({ session }, { sessions }) => {
    await sessions.close(session, 'It was closed by request.');
    return {};
  },
  edit: ({ session, revision, edits }, { sessions, by }) => sessions.get(session).edit({ revision, edits }, by),
  replaceFlow: ({ session, flow }, { sessions }) => sessions.get(session).replaceFlow(flowOf(flow)),
  send: async ({ session, wire, pattern, data, kind }, { sessions }) => {
    const message = { wire, pattern, data, kind };
    const { sent } = await sessions.get(session).ask({ do: 'send', message });
    return present(sent);
  },
  drive: async ({ session, driver }, { sessions }) => {
    const { driven } = await sessions.get(session).ask({ do: 'drive', driver });
    return present(driven);
  },
  tryExpression: async ({ session, ...trial }, { sessions }) => {
    const { tried } = await sessions.get(session).ask({ do: 'try', trial });
    return present(tried);
  },
  readTrace: async ({ session, traceId }, { sessions }) => sessions.get(session).relay.readTrace(traceId),
  readEvents: async ({ session, after, limit }, { sessions }) => sessions.get(session).relay.read(after, { limit }),
  readPayload: async ({ session, seq }, { sessions }) => {
    const payload = sessions.get(session).relay.readPayload(seq);
    if (!payload.ok) throw new ProblemError(payload.problem);
    return { data: payload.value };
  },
  putFault: async ({ session, fault }, { sessions }) => {
    await sessions.get(session).putFault(fault);
    return { fault };
  },
  removeFault: async ({ session, fault }, { sessions }) => {
    await sessions.get(session).removeFault(fault);
    return {};
  },
  removeFaults: async ({ session }, { sessions }) => ({ removed: await sessions.get(session).removeFaults() }),
  listDeadLetters: async ({ session, wire }, { sessions }) => sessions.get(session).deadLetters.list(wire),
  sendDeadLetter: ({ session, letter }, { sessions }) => {
    const found = sessions.get(session);
    return found.deadLetters.sendAgain(letter, async (message) =>
      present((await found.ask({ do: 'send', message })).sent),
    );
  },
  dropDeadLetter: async ({ session, letter }, { sessions }) => {
    sessions.get(session).deadLetters.drop(letter);
    return {};
  },
  dropDeadLetters: async ({ session, wire }, { sessions }) => ({
    dropped: sessions.get(session).deadLetters.dropAll(wire),
  }),
  actOnService: async ({ session, ...act }, { sessions }) => {
    await sessions.get(session).ask({ do: 'actOnService', ...act });
    return {};
  },
  actOnBroker: async ({ session, broker, action }, { sessions }) => {
    const found = sessions.get(session);
    if (action === 'kill' || action === 'stop') await found.killBroker(broker);
    else await found.startBroker(broker, { evenIfUp: action === 'restart' });
    return {};
  },
  listExamples: async () => ({ examples: examples.map(({ id, name, description }) => ({ id, name, description })) }),
} satisfies CommandHandlers;

/** Carries out commands. Whatever comes in is parsed here, and nothing is ever thrown: what goes wrong is a Problem. */
@Injectable()
export class Commands {
  readonly #sessions: Sessions;
  readonly #logger = new Logger('Commands');

  constructor(@Inject(Sessions) sessions: Sessions) {
    this.#sessions = sessions;
  }

  async run<C extends CommandName>(name: C, input: unknown, by?: string): Promise<Answer<CommandResults[C]>> {
    try {
      // The table pairs each name with its own params; TypeScript cannot follow that through a variable name.
      const handler = commandHandlers[name] as unknown as (
        params: unknown,
        context: CommandContext,
      ) => Promise<CommandResults[C]>;
      const result = await handler(parseParams(name, input), { sessions: this.#sessions, by });
      return { ok: true, ...result };
    } catch (error) {
      return { ok: false, problem: error instanceof ProblemError ? error.problem : this.#unexpected(name, error) };
    }
  }

  /** As `run`, for a name that came from outside. */
  async runNamed(name: unknown, input: unknown, by?: string): Promise<Answer<object>> {
    if (typeof name === 'string' && isCommandName(name)) return this.run(name, input, by);
    const message = `There is no such command. Use one of: ${Object.keys(commandSchemas).join(', ')}.`;
    return { ok: false, problem: problem('badInput', message, 'name') };
  }

  #unexpected(name: CommandName, error: unknown): Problem {
    const code = randomBytes(4).toString('hex');
    this.#logger.error(`${name} failed (${code})`, error instanceof Error ? error.stack : String(error));
    return problem(
      'internal',
      `Something went wrong in the server. Its log says more under ${code}; please report it.`,
    );
  }
}

const isCommandName = (name: string): name is CommandName => Object.hasOwn(commandSchemas, name);

function parseParams(name: CommandName, input: unknown): unknown {
  const outOfBounds = checkBounds(input);
  if (outOfBounds !== undefined) throw new ProblemError(outOfBounds);
  const parsed = commandSchemas[name].safeParse(input);
  if (!parsed.success) throw new ProblemError(problemFromZod(parsed.error));
  return parsed.data;
}

function flowOf(input: unknown): Flow {
  const parsed = parseFlow(input);
  if (!parsed.ok) throw new ProblemError(parsed.problem);
  return parsed.value;
}

function exampleFlow(id = defaultExample): Flow {
  const example = findExample(id);
  if (example !== undefined) return example.flow;
  const known = examples.map((one) => one.id).join(', ');
  throw new ProblemError(problem('notFound', `There is no example "${id}". Use one of: ${known}.`, 'example'));
}

function present<T>(result: T | undefined): T {
  if (result === undefined) throw new Error('The runner answered without a result');
  return result;
}
