import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { exampleMenu } from '#shared/examples/menu.ts';
import { parseFlow } from '#shared/flow/parseFlow.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { heldActSchema, type HeldAct } from '#shared/held.ts';
import { checkBounds } from '#shared/json.ts';
import { problem, ProblemError, problemFromZod, type Problem } from '#shared/problem.ts';
import {
  commandSchemas,
  type Answer,
  type CommandName,
  type CommandParams,
  type CommandResults,
} from '#shared/protocol.ts';
import { nowUs } from '../nowUs.ts';
import { asStoreProblem } from '../store/storeProblem.ts';
import { commandNeeds, mayLook, needsLife, type Need } from './commandNeeds.ts';
import { Library } from './library.ts';
import type { Entry } from './linkBook.ts';
import { Sessions } from './sessions.ts';

export interface CommandContext {
  sessions: Sessions;
  library: Library;
  /** The link by which whoever asks came to `session`, which is then the session's id whichever link it was. */
  entry: Entry;
  /** The socket id of the page that asks. */
  by?: string | undefined;
}

type CommandHandlers = {
  [C in CommandName]: (params: CommandParams<C>, context: CommandContext) => Promise<CommandResults[C]>;
};

/** Every command, once. The three doors (Socket.IO, REST, message patterns) only carry them. */
const commandHandlers = {
  openSession: async ({ seed, ...from }, { sessions }) => {
    const session = await sessions.open(await firstFlow(from), seed);
    return { id: session.id, url: `/s/${session.id}` };
  },
  readSession: async ({ session }, { sessions, entry }) =>
    entry.mayEdit ? sessions.get(session).view : sessions.get(session).readOnlyView(entry.secret),
  closeSession: async (_params, { library, entry }) => {
    await library.remove(entry);
    return {};
  },
  edit: ({ session, ...wanted }, { sessions, by }) => sessions.get(session).edit(wanted, by),
  replaceFlow: ({ session, flow }, { sessions }) => sessions.get(session).replaceFlow(flowOf(flow)),
  send: async ({ session, wire, pattern, data, kind }, { sessions }) => {
    const message = { wire, pattern, data, kind };
    const { sent } = await sessions.get(session).ask({ do: 'send', message });
    return present(sent);
  },
  drive: async ({ session, ...drive }, { sessions }) => {
    const { driven } = await sessions.get(session).ask({ do: 'drive', ...drive });
    return present(driven);
  },
  actOnDriver: async ({ session, ...act }, { sessions }) => {
    await sessions.get(session).ask({ do: 'actOnDriver', ...act });
    return {};
  },
  tryExpression: async ({ session, ...trial }, { sessions }) => {
    const { tried } = await sessions.get(session).ask({ do: 'try', trial });
    return present(tried);
  },
  readTrace: async ({ session, traceId }, { sessions }) => sessions.get(session).relay.readTrace(traceId),
  readEvents: async ({ session, after, limit }, { sessions }) => sessions.get(session).relay.read(after, { limit }),
  readMetrics: async ({ session, after }, { sessions }) => sessions.get(session).metrics.read(after, nowUs()),
  readPayload: async ({ session, seq }, { sessions }) => {
    const payload = sessions.get(session).relay.readPayload(seq);
    if (!payload.ok) throw new ProblemError(payload.problem);
    return { data: payload.value };
  },
  readBytes: async ({ session, traceId, hopId }, { sessions }) => {
    const { bytes } = await sessions.get(session).ask({ do: 'readBytes', traceId, hopId });
    return present(bytes);
  },
  putFault: async ({ session, fault }, { sessions }) => {
    await sessions.get(session).faults.put(fault);
    return { fault };
  },
  removeFault: async ({ session, fault }, { sessions }) => {
    await sessions.get(session).faults.remove(fault);
    return {};
  },
  removeFaults: async ({ session }, { sessions }) => ({ removed: await sessions.get(session).mendAll() }),
  readMonkey: async ({ session }, { sessions }) => {
    const { view } = sessions.get(session).monkey;
    return view === undefined ? {} : { monkey: view };
  },
  startMonkey: async ({ session, monkey }, { sessions }) => ({
    monkey: await sessions.get(session).monkey.start(monkey),
  }),
  endMonkey: async ({ session }, { sessions }) => ({ ended: await sessions.get(session).monkey.end('told') }),
  listHeld: async ({ session }, { sessions }) => ({ held: sessions.get(session).held.now }),
  readHeld: async ({ session, message }, { sessions }) => {
    const { held } = await sessions.get(session).ask({ do: 'readHeld', message });
    return present(held);
  },
  actOnHeld: async ({ session, message, ...act }, { sessions }) => {
    const found = sessions.get(session);
    await found.ask({ do: 'actOnHeld', message, act: heldActOf(act, (after) => found.held.within(message, after)) });
    return {};
  },
  actOnAllHeld: async ({ session, ...act }, { sessions }) => {
    const { acted } = await sessions.get(session).ask({ do: 'actOnAllHeld', act });
    return { acted: present(acted) };
  },
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
    const found = sessions.get(session);
    found.recorder.note({ act: 'actOnService', ...act });
    await found.ask({ do: 'actOnService', ...act });
    return {};
  },
  readBroker: ({ session, broker }, { sessions }) => sessions.get(session).brokerContents(broker),
  readRegistry: async ({ session, registry }, { sessions }) => {
    const { contents } = await sessions.get(session).ask({ do: 'readRegistry', registry });
    return present(contents);
  },
  actOnRegistry: async ({ session, ...act }, { sessions }) => {
    await sessions.get(session).ask({ do: 'actOnRegistry', ...act });
    return {};
  },
  actOnBroker: async ({ session, broker, action }, { sessions }) => {
    const found = sessions.get(session);
    found.recorder.note({ act: 'actOnBroker', broker, action });
    if (action === 'kill' || action === 'stop') await found.killBroker(broker);
    else await found.startBroker(broker, { evenIfUp: action === 'restart' });
    return {};
  },
  startRecording: async ({ session }, { sessions }) => ({ recording: sessions.get(session).recorder.start() }),
  stopRecording: async ({ session }, { sessions }) => ({ recording: sessions.get(session).recorder.stop() }),
  readRecording: async ({ session, of }, { sessions }) => ({ recording: sessions.get(session).recorder.read(of) }),
  listExamples: async () => ({ examples: exampleMenu.map(({ id, name, description }) => ({ id, name, description })) }),
  copySession: (_params, { library, entry }) => library.copy(entry),
  reopenSession: async (_params, { library, entry }) => {
    await library.restore(entry);
    return {};
  },
  listFlows: async ({ sessions }, { library }) => ({ flows: await library.list(sessions) }),
  readHistory: async (_params, { library, entry }) => ({ versions: await library.history(entry) }),
  readVersion: ({ revision }, { library, entry }) => library.version(entry, revision),
  restoreVersion: ({ revision }, { library, entry, by }) => library.restoreVersion(entry, revision, by),
  readLinks: (_params, { library, entry }) => library.links(entry),
  renewLink: ({ kind }, { library, entry }) => library.renew(entry, kind),
  revokeLink: ({ kind }, { library, entry }) => library.revoke(entry, kind),
} satisfies CommandHandlers;

/** Carries out commands. Whatever comes in is parsed here, and nothing is ever thrown: what goes wrong is a Problem. */
@Injectable()
export class Commands {
  readonly #sessions: Sessions;
  readonly #library: Library;
  readonly #logger = new Logger('Commands');

  constructor(@Inject(Sessions) sessions: Sessions, @Inject(Library) library: Library) {
    this.#sessions = sessions;
    this.#library = library;
  }

  async run<C extends CommandName>(name: C, input: unknown, by?: string): Promise<Answer<CommandResults[C]>> {
    try {
      // The table pairs each name with its own params; TypeScript cannot follow that through a variable name.
      const handler = commandHandlers[name] as unknown as (
        params: unknown,
        context: CommandContext,
      ) => Promise<CommandResults[C]>;
      const { params, entry } = await this.#admit(name, parseParams(name, input));
      const context = { sessions: this.#sessions, library: this.#library, entry, by };
      const result = await handler(params, context);
      return { ok: true, ...result };
    } catch (error) {
      return { ok: false, problem: this.#problemOf(name, error) };
    }
  }

  /** As `run`, for a name that came from outside. */
  async runNamed(name: unknown, input: unknown, by?: string): Promise<Answer<object>> {
    if (typeof name === 'string' && isCommandName(name)) return this.run(name, input, by);
    const message = `There is no such command. Use one of: ${Object.keys(commandSchemas).join(', ')}.`;
    return { ok: false, problem: problem('badInput', message, 'name') };
  }

  /** Looks at the link that `session` is, and whether it is good for this command. */
  async #admit(name: CommandName, params: object): Promise<{ params: object; entry: Entry }> {
    const need: Need = commandNeeds[name];
    if (!('session' in params) || typeof params.session !== 'string') return { params, entry: nobody };
    const entry = await this.#sessions.links.find(params.session, { evenDeleted: need === 'bin' });
    if (!entry.mayEdit && !mayLook(need)) throw new ProblemError(problem('readOnly', onlyShows, 'session'));
    if (!needsLife(need)) return { params, entry };
    const { session } = await this.#sessions.enter(params.session);
    return { params: { ...params, session: session.id }, entry };
  }

  #problemOf(name: CommandName, error: unknown): Problem {
    if (error instanceof ProblemError) return error.problem;
    const isFromStore = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE');
    return isFromStore ? asStoreProblem(error).problem : this.#unexpected(name, error);
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

const nobody: Entry = { key: 0, secret: '', mayEdit: false };
const onlyShows = 'This link only shows the playground. Make your own copy to change it.';

const isCommandName = (name: string): name is CommandName => Object.hasOwn(commandSchemas, name);

function parseParams(name: CommandName, input: unknown): object {
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

/** `within`: behind which message of its own process one goes. */
function heldActOf(fields: unknown, within: (after: string) => string | undefined): HeldAct {
  const parsed = heldActSchema.safeParse(fields);
  if (!parsed.success) throw new ProblemError(problemFromZod(parsed.error));
  const act = parsed.data;
  return act.do === 'move' && act.after !== undefined ? { ...act, after: within(act.after) } : act;
}

async function firstFlow({ flow, example }: Pick<CommandParams<'openSession'>, 'flow' | 'example'>): Promise<Flow> {
  if (flow === undefined) return exampleFlow(example);
  if (example === undefined) return flowOf(flow);
  const message = 'A session begins with a flow or with an example, not with both. Leave one of them out.';
  throw new ProblemError(problem('badInput', message, 'example'));
}

/** They are drawn when somebody asks for one: that takes longer than all else that a command needs. */
async function exampleFlow(id?: string): Promise<Flow> {
  const { defaultExample, findExample } = await import('#shared/examples/index.ts');
  const example = findExample(id ?? defaultExample);
  if (example !== undefined) return example.flow;
  const known = exampleMenu.map((one) => one.id).join(', ');
  throw new ProblemError(problem('notFound', `There is no example "${id}". Use one of: ${known}.`, 'example'));
}

function present<T>(result: T | undefined): T {
  if (result === undefined) throw new Error('The runner answered without a result');
  return result;
}
