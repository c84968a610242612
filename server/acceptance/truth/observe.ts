import { needsBroker, situations, type Situation, type TruthAct } from '#shared/truth/situations.ts';
import { truthFlow } from '#shared/truth/truthFlow.ts';
import type { TruthColumn } from '#shared/truth/columns.ts';
import { isHopEvent, type HopEvent } from '#shared/trace.ts';
import type { TestServer } from '../../testing/testServer.ts';
import type { TestSession } from '../../testing/testSession.ts';
import { waitUntil } from '../../testing/waitUntil.ts';
import { cellText, type Seen } from './cellText.ts';

/** Nothing more has come for so long: only where it is not known yet what must come. */
const quietMs = 1500;

/** The cells of one column. `expected` is waited for; without it whatever is seen holds once nothing more comes. */
export async function observeColumn(
  server: TestServer,
  column: TruthColumn,
  expected?: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const replicas of new Set(situations.map((situation) => situation.replicas))) {
    const shown = situations.filter((situation) => situation.replicas === replicas);
    const flow = truthFlow(column, shown);
    const [broker] = Object.keys(flow.brokers);
    const session = await server.openSession({ flow });
    const observation = new Observation(session, broker);
    for (const situation of shown) {
      if (broker === undefined && needsBroker(situation)) continue;
      seen[situation.id] = await observation.run(situation, expected?.[situation.id]);
    }
    await session.close();
  }
  return seen;
}

class Observation {
  readonly #session: TestSession;
  readonly #broker: string | undefined;

  constructor(session: TestSession, broker: string | undefined) {
    this.#session = session;
    this.#broker = broker;
  }

  async run(situation: Situation, expected: string | undefined): Promise<string> {
    const { call, pattern, before = [], during = [], after = [] } = situation;
    await this.#answers();
    for (const act of before) await this.#act(act);
    if (isUp(before)) await this.#answers();
    const calling = call === 'send' ? this.#session.send('asks', pattern) : this.#session.emit('asks', pattern);
    if (during.length > 0) await waitUntil(`${pattern} runs`, () => this.#runs(pattern));
    for (const act of during) await this.#act(act);
    const result = await calling;
    // Whoever shall get it at once has got it when one that was sent later is answered.
    if (isUp([...before, ...during])) await this.#answers();
    const handledAtOnce = (await this.#handlers(result.traceId)).size;
    for (const act of after) await this.#act(act);
    // What is still down comes back for the next situation.
    for (const act of missing([...before, ...during, ...after])) await this.#act(act);
    await this.#answers();
    const read = async (): Promise<string> =>
      cellText(situation, this.#seen(result, { handledAtOnce, handled: (await this.#handlers(result.traceId)).size }));
    if (expected === undefined) return this.#settled(read);
    let seen = '';
    // The comparison is the test's own: what does not come is shown beside what was expected.
    await waitUntil(expected, async () => (seen = await read()) === expected).catch(() => undefined);
    return seen;
  }

  #seen(result: Seen['result'], { handledAtOnce, handled }: { handledAtOnce: number; handled: number }): Seen {
    return { result, handledAtOnce: Math.min(handledAtOnce, handled), handled };
  }

  async #settled(read: () => Promise<string>): Promise<string> {
    let text = await read();
    for (let since = Date.now(); Date.now() - since < quietMs;) {
      const now = await read();
      if (now !== text) since = Date.now();
      text = now;
    }
    return text;
  }

  async #act(act: TruthAct): Promise<void> {
    const [what, whom] = act.split(' ');
    const action = what === 'kill' ? 'kill' : 'start';
    if (whom === 'callee') await this.#session.service('callee', action);
    else if (this.#broker !== undefined) await this.#session.broker(this.#broker, action);
    // The caller's client learns of it by its socket, a moment later.
    if (action === 'kill' && (whom === 'broker' || this.#broker === undefined))
      await waitUntil('the caller knows', async () => (await this.#wireState()) !== 'connected');
  }

  async #wireState(): Promise<string | undefined> {
    return (await this.#session.read()).wires['asks']?.state;
  }

  /** A later message is answered: everything works again. */
  async #answers(): Promise<void> {
    await waitUntil('pong', async () => (await this.#session.send('asks', 'ping')).reply === 'pong');
  }

  async #runs(pattern: string): Promise<boolean> {
    const { events } = await this.#session.events();
    return events.some((event) => isStart(event) && event.pattern === pattern);
  }

  /** The replicas whose handler has begun with it. */
  async #handlers(traceId: string): Promise<Set<number>> {
    const { events } = await this.#session.trace(traceId);
    return new Set(events.filter(isStart).map(({ replica }) => replica ?? 0));
  }
}

/** What must be done so that everything is up again. */
function missing(acts: readonly TruthAct[]): TruthAct[] {
  return (['broker', 'callee'] as const).flatMap((whom): TruthAct[] => {
    const isDown = acts.lastIndexOf(`kill ${whom}`) > acts.lastIndexOf(`start ${whom}`);
    return isDown ? [`start ${whom}`] : [];
  });
}

const isUp = (acts: readonly TruthAct[]): boolean => missing(acts).length === 0;

const isStart = (event: Parameters<typeof isHopEvent>[0]): event is HopEvent =>
  isHopEvent(event) && event.type === 'started' && event.service === 'callee';
