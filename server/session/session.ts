import { Subject, type Observable } from 'rxjs';
import type { Fault } from '#shared/faults/fault.ts';
import { checkFlow } from '#shared/flow/checkFlow.ts';
import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { RunnerAnswer, RunnerCommand } from '#shared/ipc.ts';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';
import type { SessionView } from '#shared/protocol.ts';
import type { SessionStatus } from '#shared/status.ts';
import { DeadLetters } from './deadLetters.ts';
import { LiveFlow, type Machine } from './liveFlow.ts';
import { roughBytes } from './payloads.ts';
import { SessionFaults } from './sessionFaults.ts';
import type { SessionNews } from './sessionNews.ts';
import { TraceRelay, type RelayLimits } from './traceRelay.ts';

export interface SessionOptions {
  id: string;
  flow: Flow;
  machine: Machine;
  relayLimits?: Partial<RelayLimits> | undefined;
}

type RunnerSuccess = Extract<RunnerAnswer, { ok: true }>;
const maxFlowBytes = 4 << 20;
/** States change in bursts when a flow comes to life: viewers are told the last one. */
const statusMs = 20;

/**
 * One live playground: what is drawn (flow, revision), what is broken (faults), what lives (runner, brokers) and what
 * happened (relay). A change is accepted or refused at once, in the order of arrival, told to everybody, and then made live.
 */
export class Session {
  readonly id: string;
  readonly relay: TraceRelay;
  readonly deadLetters = new DeadLetters(() => this.#tell({ news: 'deadLetters', counts: this.deadLetters.counts }));
  readonly #live: LiveFlow;
  readonly #faults = new SessionFaults();
  readonly #news = new Subject<SessionNews>();
  readonly #now: () => number;
  #flow: Flow;
  #drawnProblems: Problem[];
  #revision = 0;
  #viewers = 0;
  #lastUsedAt: number;
  #statusTimer: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor({ id, flow, machine, relayLimits }: SessionOptions) {
    this.id = id;
    this.#flow = flow;
    this.#drawnProblems = checkFlow(flow);
    this.#now = machine.now;
    this.#lastUsedAt = machine.now();
    this.relay = new TraceRelay(relayLimits);
    this.#live = new LiveFlow({
      session: id,
      machine,
      relay: this.relay,
      wanted: () => ({ flow: this.#flow, revision: this.#revision, faults: this.#faults.list }),
      onEvents: (events) => this.deadLetters.take(events),
      onStatus: () => this.#tellStatusSoon(),
      onFaultEnded: (fault) => this.#faults.remove(fault) && this.#tellFaults(),
    });
  }

  get news$(): Observable<SessionNews> {
    return this.#news;
  }

  get view(): SessionView {
    const { id, deadLetters, problems } = this;
    const faults = this.#faults.list;
    return { id, revision: this.#revision, flow: this.#flow, ...this.status, faults, deadLetters: deadLetters.counts, problems };
  }

  get status(): SessionStatus {
    return this.#live.status;
  }

  /** Everything wrong: in the drawing, and in what lives of it. */
  get problems(): Problem[] {
    const told = new Map<string, Problem>();
    for (const one of [...this.#live.problems, ...this.#drawnProblems]) {
      const key = `${one.code} ${one.at}`;
      if (!told.has(key)) told.set(key, one);
    }
    return [...told.values()];
  }

  get viewers(): number {
    return this.#viewers;
  }

  get runnerPid(): number | undefined {
    return this.#live.runnerPid;
  }

  /** Milliseconds since somebody last looked at it or asked for something. */
  get idleMs(): number {
    return this.#viewers > 0 ? 0 : this.#now() - this.#lastUsedAt;
  }

  touch(): void {
    this.#lastUsedAt = this.#now();
  }

  /** Somebody looks; returns what says that they left. */
  addViewer(): () => void {
    this.#viewers += 1;
    return () => {
      this.#viewers -= 1;
      this.touch();
    };
  }

  /** Brings the flow to life for the first time. */
  open(): Promise<void> {
    return this.#live.makeLive();
  }

  /** Accepts all of the edits or none. Resolves when they are live. `by` is the page that made them. */
  async edit(
    change: { revision: number; edits: Edit[] },
    by?: string,
  ): Promise<{ revision: number; problems: Problem[] }> {
    if (change.revision > this.#revision) {
      const message = `Revision ${change.revision} is newer than this session's, which is ${this.#revision}. Read the session again.`;
      throw new ProblemError(problem('staleRevision', message, 'revision'));
    }
    const applied = applyEdits(this.#flow, change.edits);
    if (!applied.ok) throw new ProblemError(applied.problem);
    const revision = this.#accept(applied.value);
    this.#tell({ news: 'edited', revision, edits: change.edits, by, problems: this.problems });
    if (this.#faults.dropDangling(this.#flow)) this.#tellFaults();
    if (!change.edits.every(onlyLooks)) await this.#live.makeLive();
    return { revision, problems: this.problems };
  }

  async replaceFlow(flow: Flow): Promise<{ revision: number; problems: Problem[] }> {
    const revision = this.#accept(flow);
    this.#faults.dropDangling(flow);
    this.#tell({ news: 'replaced' });
    await this.#live.makeLive();
    return { revision, problems: this.problems };
  }

  async putFault(fault: Fault): Promise<void> {
    const before = this.#faults.list;
    this.#faults.put(fault, this.#flow);
    await this.#applyFaults(before);
  }

  async removeFault(id: string): Promise<void> {
    const before = this.#faults.list;
    if (!this.#faults.remove(id)) {
      throw new ProblemError(problem('notFound', `There is no fault "${id}"; it may have ended by itself.`, 'fault'));
    }
    await this.#applyFaults(before);
  }

  async removeFaults(): Promise<number> {
    const before = this.#faults.list;
    const removed = this.#faults.removeAll();
    if (removed > 0) await this.#applyFaults(before);
    return removed;
  }

  /** Throws the Problem of a refusal. */
  async ask(command: RunnerCommand): Promise<RunnerSuccess> {
    const answer = await this.#live.ask(command);
    if (!answer.ok) throw new ProblemError(answer.problem);
    return answer;
  }

  killBroker(broker: string): Promise<void> {
    return this.#live.killBroker(broker);
  }

  startBroker(broker: string, options: { evenIfUp: boolean }): Promise<void> {
    return this.#live.startBroker(broker, options);
  }

  close(reason: string): Promise<void> {
    this.#closing ??= this.#close(reason);
    return this.#closing;
  }

  async #close(reason: string): Promise<void> {
    clearTimeout(this.#statusTimer);
    this.#tell({ news: 'closed', reason });
    this.#news.complete();
    await this.#live.close();
    this.relay.close();
  }

  #accept(flow: Flow): number {
    if (roughBytes(flow, maxFlowBytes) > maxFlowBytes) {
      throw new ProblemError(problem('tooLarge', `A flow may take ${maxFlowBytes >> 20} MB. Make it smaller.`));
    }
    this.#flow = flow;
    this.#drawnProblems = checkFlow(flow);
    this.#revision += 1;
    return this.#revision;
  }

  /** The runner has the last word: what it refuses is taken back. One that has just died gets the faults with its next plan. */
  async #applyFaults(before: Fault[]): Promise<void> {
    this.#tellFaults();
    const answer = await this.#live.ask({ do: 'setFaults', faults: this.#faults.list });
    if (answer.ok || answer.problem.code === 'runnerFailed') return;
    this.#faults.list = before;
    this.#tellFaults();
    throw new ProblemError(answer.problem);
  }

  #tell(news: SessionNews): void {
    this.#news.next(news);
  }

  #tellFaults(): void {
    this.#tell({ news: 'faults', faults: this.#faults.list });
  }

  #tellStatusSoon(): void {
    if (this.#closing !== undefined) return;
    this.#statusTimer ??= setTimeout(() => {
      this.#statusTimer = undefined;
      this.#tell({ news: 'status', status: this.status, problems: this.problems });
    }, statusMs);
  }
}

/** Where a box stands, what a note says and how boxes are grouped is nothing to the runner. */
function onlyLooks(edit: Edit): boolean {
  if (edit.edit === 'move' || edit.edit === 'renameFlow') return true;
  return 'part' in edit && (edit.part === 'notes' || edit.part === 'groups');
}
