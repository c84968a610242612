import { situations, whyNoCell, type Situation, type TruthAct } from '#shared/truth/situations.ts';
import { truthFlow } from '#shared/truth/truthFlow.ts';
import type { TruthColumn } from '#shared/truth/columns.ts';
import { isHopEvent, type HopEvent } from '#shared/trace.ts';
import type { SendResult } from '#shared/ipc.ts';
import type { TestServer } from '../../testing/testServer.ts';
import type { TestSession } from '../../testing/testSession.ts';
import { waitUntil } from '../../testing/waitUntil.ts';
import { eitherOf } from './eitherOf.ts';
import { cellText } from './cellText.ts';
import { rowText, unfinished } from './rowText.ts';

/** Nothing more has come for so long: only where it is not known yet what must come. */
const quietMs = 1500;
/** What takes long may be overtaken, but need not be on a machine that stands still meanwhile. */
const tries = 3;

/** The cells of one column. `expected` is waited for; without it whatever is seen holds once nothing more comes. */
export async function observeColumn(
  server: TestServer,
  column: TruthColumn,
  expected?: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const shown of together()) {
    if (shown.every((situation) => whyNoCell(column, situation) !== undefined)) continue;
    const flow = truthFlow(column, shown);
    const [broker] = Object.keys(flow.brokers);
    const session = await server.openSession({ flow });
    const observation = new Observation(session, broker);
    for (const situation of shown) {
      if (whyNoCell(column, situation) !== undefined) continue;
      const either = eitherOf(column, situation);
      const wanted = either === undefined ? expected?.[situation.id] : undefined;
      let cell = await observation.run(situation, wanted);
      for (let left = tries; left > 1 && wanted?.includes('overtake') === true && cell !== wanted; left -= 1)
        cell = await observation.run(situation, wanted);
      seen[situation.id] = either?.of.includes(cell) ? either.cell : cell;
    }
    await session.close();
  }
  return Object.fromEntries(situations.flatMap(({ id }) => (seen[id] === undefined ? [] : [[id, seen[id]]])));
}

/** Situations that can be seen one after the other in one session. */
function together(): Situation[][] {
  const calm = situations.filter(({ isAlone, isPersistent }) => !isAlone && !isPersistent);
  const alone = situations.filter(({ isAlone }) => isAlone);
  return [
    calm.filter(({ replicas }) => replicas === undefined),
    calm.filter(({ replicas }) => replicas !== undefined),
    situations.filter(({ isPersistent }) => isPersistent),
    ...alone.map((one) => [one]),
  ];
}

class Observation {
  readonly #session: TestSession;
  readonly #broker: string | undefined;

  constructor(session: TestSession, broker: string | undefined) {
    this.#session = session;
    this.#broker = broker;
  }

  async run(situation: Situation, expected: string | undefined): Promise<string> {
    const { pattern, before = [], during = [], after = [], isAlone } = situation;
    await this.#answers(situation);
    for (const act of before) await this.#act(act);
    if (isUp(before)) await this.#answers(situation);
    const calling = this.#call(situation);
    // A message that cannot even leave never runs.
    let isOver = false;
    const settled = calling.finally(() => (isOver = true));
    if (during.length > 0) await waitUntil(`${pattern} runs`, async () => isOver || (await this.#runs(pattern)));
    for (const act of during) await this.#act(act);
    const result = await settled;
    // Whoever shall get it at once has got it when one that was sent later is answered.
    if (isUp([...before, ...during]) && !isAlone) await this.#answers(situation);
    const handledAtOnce = new Set(await this.#starts(result.traceId)).size;
    for (const act of after) await this.#act(act);
    // What is still down comes back for the next situation.
    for (const act of missing([...before, ...during, ...after])) await this.#act(act);
    if (!isAlone) await this.#answers(situation);
    const read = (): Promise<string> => this.#read(situation, { result, handledAtOnce });
    if (expected === undefined) return this.#settled(read);
    let seen = '';
    // The comparison is the test's own: what does not come is shown beside what was expected.
    await waitUntil(expected, async () => (seen = await read()) === expected).catch(() => undefined);
    return seen;
  }

  async #call({ id, call, pattern, row }: Situation): Promise<SendResult> {
    if (row === undefined) return this.#session[call]('asks', pattern);
    const before = (await this.#session.events()).events.at(-1)?.seq ?? 0;
    await this.#session.http('caller', `/${id}`);
    const isMine = (event: HopEvent): boolean => event.service === 'caller' && event.handler === id;
    let traceId = '';
    await waitUntil(`the row ${id} was called`, async () => {
      const { events } = await this.#session.events(before);
      traceId = events.filter(isHopEvent).find(isMine)?.traceId ?? '';
      return traceId !== '';
    });
    return { traceId, durationMs: 0 };
  }

  async #read(situation: Situation, { result, handledAtOnce }: SoFar): Promise<string> {
    const { traceId } = result;
    const events = (await this.#session.trace(traceId)).events.filter(isHopEvent);
    if (situation.row !== undefined) return rowText(situation, events);
    const starts = events.filter(isStart).map(({ replica }) => replica ?? 0);
    const ends = events.filter(({ type, service }) => type === 'logged' && service === 'callee').length;
    return cellText(situation, { result, handledAtOnce, handled: new Set(starts).size, runs: starts.length, ends });
  }

  async #settled(read: () => Promise<string>): Promise<string> {
    let text = await read();
    for (let since = Date.now(); Date.now() - since < quietMs;) {
      const now = await read();
      if (now !== text || now === unfinished) since = Date.now();
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
  async #answers({ title }: Situation): Promise<void> {
    await waitUntil(
      `${title}: later messages are answered`,
      async () => (await this.#session.send('asks', 'ping')).reply === 'pong',
    );
  }

  async #runs(pattern: string): Promise<boolean> {
    const { events } = await this.#session.events();
    return events.some((event) => isStart(event) && event.pattern === pattern);
  }

  /** The replicas whose handlers have begun with it, one for each time. */
  async #starts(traceId: string): Promise<number[]> {
    const { events } = await this.#session.trace(traceId);
    return events.filter(isStart).map(({ replica }) => replica ?? 0);
  }
}

interface SoFar {
  result: SendResult;
  handledAtOnce: number;
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
