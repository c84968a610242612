import { randomBytes } from 'node:crypto';
import { Subject, type Observable } from 'rxjs';
import type { BrokerContents } from '#shared/brokerContents.ts';
import type { Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { servicesApart } from '#shared/flow/processes.ts';
import type { RunnerAnswer, RunnerCommand } from '#shared/ipc.ts';
import { MetricsFold } from '#shared/metrics/metricsFold.ts';
import { ProblemError, type Problem } from '#shared/problem.ts';
import type { SessionView } from '#shared/protocol.ts';
import type { SessionStatus } from '#shared/status.ts';
import { DeadLetters } from './deadLetters.ts';
import type { ChangeLog, LoadedFlow } from '../store/changeLog.ts';
import { Drawing, type AcceptedChange } from './drawing.ts';
import { FaultProgressBoard } from './faultProgressBoard.ts';
import { HeldBook } from './heldBook.ts';
import { LiveFlow, type Machine } from './liveFlow.ts';
import { nameOutside } from './nameOutside.ts';
import { onlyLooks } from './onlyLooks.ts';
import { noted } from './recording/noted.ts';
import { Recorder } from './recording/recorder.ts';
import { SessionFaults } from './sessionFaults.ts';
import { SessionMonkey } from './sessionMonkey.ts';
import type { SessionNews } from './sessionNews.ts';
import { TraceRelay, type RelayLimits } from './traceRelay.ts';

export interface SessionOptions {
  /** The secret of its edit link. */
  id: string;
  /** Of its read-only link, when there is one. */
  viewSecret?: string | undefined;
  /** The flow's key in the store. */
  key: number;
  loaded: LoadedFlow;
  log: ChangeLog;
  machine: Machine;
  relayLimits?: Partial<RelayLimits> | undefined;
  /** What everything random in it is drawn from, unless it is its name. */
  seed?: string | undefined;
  /** Somebody else has written to its flow. */
  onConflict: () => void;
}

type RunnerSuccess = Extract<RunnerAnswer, { ok: true }>;
/** States change in bursts when a flow comes to life: viewers are told the last one. */
const statusMs = 20;

/**
 * One live playground: what is drawn (flow, revision), what is broken (faults), what lives (runner, brokers) and what
 * happened (relay). A change is accepted or refused in the order of arrival, is then durable, told to everybody, and made live.
 */
export class Session {
  readonly id: string;
  readonly key: number;
  /** Tells one life of a session from the next: numbers of events begin again. */
  readonly run = randomBytes(6).toString('base64url');
  viewSecret: string | undefined;
  readonly relay: TraceRelay;
  readonly metrics = new MetricsFold();
  /** The id is a secret; brokers that others share, seeds, logs and figures know the session by this. */
  readonly nameOutside: string;
  readonly faults = new SessionFaults({
    flow: () => this.flow,
    refusal: (fault) => this.#live.refusal(fault),
    carryOut: (faults) => this.#live.carryOut(faults),
    ask: (command) => this.#live.ask(command),
    onChange: () => this.#tellFaults(),
    onEvent: (event) => this.#live.tell(noted(this.recorder, event)),
  });
  readonly monkey = new SessionMonkey({
    flow: () => this.flow,
    faults: this.faults,
    onChange: (monkey) => this.#tell({ news: 'monkey', monkey }),
  });
  readonly deadLetters = new DeadLetters(() => this.#tell({ news: 'deadLetters', counts: this.deadLetters.counts }));
  readonly held = new HeldBook({
    onChange: (held) => this.#tell({ news: 'held', held }),
    isDivided: () => servicesApart(this.flow).length > 0,
    eventsOf: (traceId) => this.relay.readTrace(traceId).events,
    onLost: (events) => this.#live.tell(...events),
  });
  readonly recorder: Recorder;
  readonly #faultProgress = new FaultProgressBoard();
  readonly #live: LiveFlow;
  readonly #news = new Subject<SessionNews>();
  readonly #now: () => number;
  readonly #drawing: Drawing;
  #viewers = 0;
  #lastUsedAt: number;
  #statusTimer: NodeJS.Timeout | undefined;
  #opened: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor({ id, key, viewSecret, loaded, log, machine, relayLimits, seed, onConflict }: SessionOptions) {
    this.id = id;
    this.key = key;
    this.viewSecret = viewSecret;
    const { now } = machine;
    this.#drawing = new Drawing({ key, log, loaded, now, onAccepted: (change) => this.#takeIn(change), onConflict });
    this.#now = machine.now;
    this.#lastUsedAt = machine.now();
    this.relay = new TraceRelay(relayLimits);
    this.relay.batches$.subscribe(({ events, missed }) => this.metrics.add(events, missed));
    this.nameOutside = nameOutside(id);
    this.recorder = new Recorder({
      relay: this.relay,
      seed: seed ?? this.nameOutside,
      standing: () => ({ flow: this.flow, faults: this.faults.list }),
      onChange: (recording) => this.#tell({ news: 'recording', recording }),
    });
    this.#live = new LiveFlow({
      session: this.nameOutside,
      seed: seed ?? this.nameOutside,
      machine,
      relay: this.relay,
      wanted: () => ({ flow: this.flow, revision: this.revision, ...this.faults.wanted }),
      onEvents: (events) => {
        this.deadLetters.take(events);
        this.held.watch(events);
      },
      onStatus: () => this.#tellStatusSoon(),
      onFaultEnded: (fault, revision) => this.faults.end(fault, revision),
      onHeld: (held, apart) => this.held.hear(held, apart),
      onDeath: (apart) => this.held.lose(apart),
      onFaultProgress: (progress) => {
        this.#faultProgress.hear(progress);
        this.#tell({ news: 'faultProgress', progress });
      },
    });
  }

  get news$(): Observable<SessionNews> {
    return this.#news;
  }

  /** As whoever has the edit link sees it. */
  get view(): SessionView {
    const { id, run, revision, flow, deadLetters, problems } = this;
    const { view: monkey } = this.monkey;
    return {
      id,
      run,
      revision,
      flow,
      ...this.status,
      faults: this.faults.list,
      faultProgress: this.#faultProgress.now,
      ...(monkey === undefined ? {} : { monkey }),
      held: this.held.now,
      recording: this.recorder.view,
      deadLetters: deadLetters.counts,
      problems,
    };
  }

  /** As whoever has the read-only link sees it: the secret they came with, and no other. */
  readOnlyView(secret: string): SessionView {
    return { ...this.view, id: secret, readOnly: true };
  }

  get flow(): Flow {
    return this.#drawing.flow;
  }

  get revision(): number {
    return this.#drawing.revision;
  }

  get status(): SessionStatus {
    return this.#live.status;
  }

  /** Everything wrong: in the drawing, and in what lives of it. */
  get problems(): Problem[] {
    const told = new Map<string, Problem>();
    for (const one of [...this.#live.problems, ...this.#drawing.problems]) {
      const key = `${one.code} ${one.at}`;
      if (!told.has(key)) told.set(key, { ...one, severity: one.severity ?? 'error' });
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

  /** Brings the flow to life; resolves when every service is up or has said why not. */
  open(): Promise<void> {
    this.#opened ??= this.#live.makeLive();
    return this.#opened;
  }

  /** Accepts all of the edits or none. Resolves when they are live. `by` is the page that made them. */
  async edit(
    wanted: { revision: number; edits: Edit[]; change?: string | undefined },
    by?: string,
  ): Promise<{ revision: number; problems: Problem[] }> {
    const { edits, change } = wanted;
    const revision = await this.#drawing.change({ body: { edits }, on: wanted.revision, change, by });
    if (!edits.every(onlyLooks)) await this.#live.makeLive();
    return { revision, problems: this.problems };
  }

  async replaceFlow(flow: Flow): Promise<{ revision: number; problems: Problem[] }> {
    const revision = await this.#drawing.change({ body: { flow } });
    await this.#live.makeLive();
    return { revision, problems: this.problems };
  }

  /** Whoever looks through the read-only link is sent away; `secret` is the one that holds from now on. */
  changeViewLink(secret: string | undefined): void {
    this.viewSecret = secret;
    this.#tell({ news: 'viewRevoked' });
  }

  /** Mends what the monkey broke as well, and ends it: it would break something else. Returns how many faults there were. */
  mendAll(): Promise<number> {
    this.monkey.halt('mended');
    return this.faults.removeAll();
  }

  /** Throws the Problem of a refusal. */
  async ask(command: RunnerCommand): Promise<RunnerSuccess> {
    const answer = await this.#live.ask(command);
    if (!answer.ok) throw new ProblemError(answer.problem);
    return answer;
  }

  /** Throws a Problem when the broker does not say. */
  brokerContents(broker: string): Promise<BrokerContents> {
    return this.#live.brokerContents(broker);
  }

  killBroker(broker: string): Promise<void> {
    return this.#live.killBroker(broker);
  }

  startBroker(broker: string, options: { evenIfUp: boolean }): Promise<void> {
    return this.#live.startBroker(broker, options);
  }

  /** Without a reason nobody is told: their connection breaks, and they come back when the server does. */
  close(reason?: string): Promise<void> {
    this.#closing ??= this.#close(reason);
    return this.#closing;
  }

  async #close(reason: string | undefined): Promise<void> {
    clearTimeout(this.#statusTimer);
    this.monkey.close();
    this.recorder.close();
    await this.#drawing.close();
    if (reason !== undefined) this.#tell({ news: 'closed', reason });
    this.#news.complete();
    await this.#live.close();
    this.relay.close();
  }

  #takeIn({ revision, body, change, by }: AcceptedChange): void {
    this.recorder.note('flow' in body ? { act: 'replaceFlow', flow: body.flow } : { act: 'edit', edits: body.edits });
    this.faults.dropDangling();
    if ('flow' in body) this.#tell({ news: 'replaced' });
    else this.#tell({ news: 'edited', revision, edits: body.edits, change, by, problems: this.problems });
  }

  #tell(news: SessionNews): void {
    this.#news.next(news);
  }

  #tellFaults(): void {
    this.#tell({ news: 'faults', faults: this.faults.list });
    this.monkey.look();
  }

  #tellStatusSoon(): void {
    if (this.#closing !== undefined) return;
    this.#statusTimer ??= setTimeout(() => {
      this.#statusTimer = undefined;
      this.#tell({ news: 'status', status: this.status, problems: this.problems });
    }, statusMs);
  }
}
