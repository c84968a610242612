import { contentsOfSession, type BrokerContents } from '#shared/brokerContents.ts';
import { isProcessFault, type Fault } from '#shared/faults/fault.ts';
import type { Broker, Flow } from '#shared/flow/flow.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';
import type { BrokerStatus } from '#shared/status.ts';
import type { BrokerHandle } from '../brokers/brokerHandle.ts';
import { problemOf, statusOf, type Entry, type Wanted } from './brokerEntry.ts';
import { BrokerFaults } from './brokerFaults.ts';

export interface SessionBrokersOptions {
  /** Goes before every pattern on a broker that other sessions share. */
  prefix: string;
  start: (wanted: Wanted) => Promise<BrokerHandle>;
  /** The source that is tried first: what a box says while there is none. */
  firstSource: (wanted: Wanted) => BrokerStatus['source'];
  /** Why the server has none of a source. */
  missing: (transport: Broker['transport']) => Promise<BrokerStatus['missing']>;
  onChange: (broker: string, change: BrokerChange) => void;
}

export interface BrokerChange {
  state: BrokerStatus['state'];
  note?: string | undefined;
  /** Whose work it is. */
  faults?: string[] | undefined;
}

/** One that ends by itself again and again is left down: five times in a minute. */
const reviveLimit = { times: 5, withinMs: 60_000 };

/** The brokers behind the broker boxes of one session. One that cannot be started has a Problem; the others serve. */
export class SessionBrokers {
  readonly #options: SessionBrokersOptions;
  readonly #entries = new Map<string, Entry>();
  #faults: readonly Fault[] = [];
  #isClosed = false;

  constructor(options: SessionBrokersOptions) {
    this.#options = options;
  }

  /** Starts and closes until there is one broker for each box. Of no effect once it is closed. */
  async match(boxes: Flow['brokers']): Promise<void> {
    if (this.#isClosed) return;
    const gone = [...this.#entries].flatMap(([id, { wanted }]) => (isSame(boxes[id], wanted) ? [] : [id]));
    // Of another kind now, it must be gone before its successor takes its place.
    const leaving = gone.map((id) => this.#remove(id));
    const fresh = Object.entries(boxes).filter(([id]) => !this.#entries.has(id));
    for (const [id, { transport, source }] of fresh) this.#add(id, { transport, source });
    const starting = [...this.#entries.values()].map((entry) => entry.started);
    await Promise.all([...starting, ...leaving]);
    // What faults did with its predecessor they do with it.
    if (fresh.length > 0) await this.obeyFaults(this.#faults);
  }

  get addresses(): Record<string, BrokerAddress> {
    const addresses: Record<string, BrokerAddress> = {};
    for (const [id, { handle }] of this.#entries) {
      if (handle === undefined) continue;
      const { host, port, username, password, shared } = handle;
      addresses[id] = { host, port, username, password, prefix: shared ? this.#options.prefix : undefined };
    }
    return addresses;
  }

  get statuses(): Record<string, BrokerStatus> {
    return Object.fromEntries(
      [...this.#entries].map(([id, entry]) => [id, statusOf(entry, this.#options.firstSource)]),
    );
  }

  /** It is there, and answers nothing. */
  standsStill(id: string): boolean {
    return this.#entries.get(id)?.faults.isPaused === true;
  }

  get problems(): Problem[] {
    return [...this.#entries.values()].flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  }

  /** Ends, holds still and starts brokers, as these faults want it. Resolves when they are in force; what goes wrong is told. */
  async obeyFaults(faults: readonly Fault[]): Promise<void> {
    this.#faults = faults;
    await Promise.all([...this.#entries.values()].map((entry) => obeyFaults(entry, faults)));
  }

  /** Why such a fault cannot act. */
  refusal(fault: Fault): Problem | undefined {
    if (!isProcessFault(fault) || !('broker' in fault.target)) return undefined;
    const { handle } = this.#entries.get(fault.target.broker) ?? {};
    return handle?.refusal(fault.kind === 'pause' ? 'paused' : 'killed');
  }

  /** What it holds of this session's. Rejects with a ProblemError when it does not say. */
  async contents(id: string): Promise<BrokerContents> {
    const { handle } = this.#get(id);
    if (handle === undefined)
      throw new ProblemError(problem('notRunning', `The broker "${id}" does not run. Start it.`));
    const contents = await handle.contents();
    return handle.shared ? contentsOfSession(contents, this.#options.prefix) : contents;
  }

  /** SIGKILL. A broker keeps nothing on disk, so that is also the way to stop it. */
  async kill(id: string): Promise<void> {
    const { handle } = this.#get(id);
    if (handle === undefined)
      throw new ProblemError(problem('notRunning', `The broker "${id}" does not run. Start it.`));
    this.#get(id).killed = true;
    await handle.kill();
  }

  async start(id: string, { evenIfUp }: { evenIfUp: boolean }): Promise<void> {
    const entry = this.#get(id);
    const { refusal } = entry.faults;
    if (refusal !== undefined) throw new ProblemError(refusal);
    entry.killed = false;
    entry.revivedAtMs = [];
    if (entry.handle === undefined) {
      // One that is on its way is waited for: nobody would end a second one.
      if (entry.problem !== undefined) entry.started = this.#start(id, entry);
      await entry.started;
      if (entry.problem !== undefined) throw new ProblemError(entry.problem);
      if (entry.removed) throw new ProblemError(problem('notRunning', `The broker "${id}" was taken out of the flow.`));
    } else if (evenIfUp || entry.handle.state === 'down') {
      // Its own end, on the way, is nobody's surprise.
      entry.killed = true;
      await entry.handle.restart();
      entry.killed = false;
      entry.faults.forgetPause();
      await obeyFaults(entry, this.#faults);
    }
  }

  /** Nothing starts any more, whoever asks. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#entries.keys()].map((id) => this.#remove(id)));
  }

  #add(id: string, wanted: Wanted): void {
    const faults = new BrokerFaults({
      broker: id,
      isDownByHand: () => entry.killed,
      onChange: (note, fault) =>
        this.#options.onChange(id, { state: statusOf(entry, this.#options.firstSource).state, note, faults: [fault] }),
    });
    const entry: Entry = {
      wanted,
      started: Promise.resolve(),
      removed: false,
      killed: false,
      faults,
      revivedAtMs: [],
    };
    this.#entries.set(id, entry);
    entry.started = this.#start(id, entry);
  }

  async #start(id: string, entry: Entry): Promise<void> {
    delete entry.problem;
    this.#options.onChange(id, { state: 'starting' });
    try {
      entry.missing = await this.#options.missing(entry.wanted.transport);
      if (entry.removed) return;
      const handle = await this.#options.start(entry.wanted);
      // Removed while it started: nobody else would close it.
      if (entry.removed) return await handle.close().catch(() => undefined);
      entry.handle = handle;
      handle.onChange((state, note) => {
        this.#options.onChange(id, { state, note, faults: entry.faults.blamed });
        if (state === 'down') void this.#revive(id, { entry, handle });
      });
      this.#options.onChange(id, { state: handle.state, note: handle.label });
    } catch (error) {
      // Its place may be another one's by now.
      if (entry.removed) return;
      entry.problem = { ...problemOf(error), at: `brokers.${id}`, severity: 'error' };
      this.#options.onChange(id, { state: 'down', note: entry.problem.message });
    }
  }

  /** A broker of ours that nobody killed on purpose comes back by itself, on its port. */
  async #revive(id: string, { entry, handle }: { entry: Entry; handle: BrokerHandle }): Promise<void> {
    const now = Date.now();
    const lately = entry.revivedAtMs.filter((at) => now - at < reviveLimit.withinMs);
    const isHeldDown = entry.killed || entry.faults.isHeldDown;
    const isWanted = !isHeldDown && !entry.removed && !entry.reviving && handle.source !== 'configured';
    if (!isWanted || lately.length >= reviveLimit.times) return;
    entry.revivedAtMs = [...lately, now];
    entry.reviving = true;
    try {
      await handle.restart();
    } catch (error) {
      this.#options.onChange(id, { state: 'down', note: problemOf(error).message });
    } finally {
      entry.reviving = false;
    }
  }

  async #remove(id: string): Promise<void> {
    const entry = this.#get(id);
    this.#entries.delete(id);
    entry.removed = true;
    await entry.started;
    // One that cannot be closed is no reason to keep its session from going on without it.
    await entry.handle?.close().catch(() => undefined);
  }

  #get(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry !== undefined) return entry;
    throw new ProblemError(problem('notFound', `There is no broker "${id}". Name one of the flow.`, `brokers.${id}`));
  }
}

const isSame = (box: Broker | undefined, { transport, source }: Wanted): boolean =>
  box?.transport === transport && box.source === source;

function obeyFaults(entry: Entry, faults: readonly Fault[]): Promise<void> {
  return entry.faults.obey(faults, async () => {
    await entry.started;
    return entry.removed ? undefined : entry.handle;
  });
}
