import { setTimeout as delay } from 'node:timers/promises';
import type { FaultProgress } from '#shared/faults/progress.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { partOf } from '#shared/flow/processes.ts';
import type { Hosted, Plan, RunnerAnswer, RunnerCommand } from '#shared/ipc.ts';
import type { Problem } from '#shared/problem.ts';
import type { RunnerState, RunnerStatus, ServiceState } from '#shared/status.ts';
import type { RunnerNews } from '../runners/runnerProcess.ts';
import { Supervisor, type SupervisorOptions } from '../runners/supervisor.ts';
import { coalesce } from './coalesce.ts';
import { expectedStatus } from './expectedStatus.ts';

/** What it says of its flow, not of itself. */
export type HostNews = Exclude<RunnerNews, { say: 'status' | 'hosting' | 'memory' }>;

export interface HostParts {
  /** The service whose own process it is; without one it is the runner of all the others. */
  apart?: string | undefined;
  take: SupervisorOptions['take'];
  now: () => number;
  flow: () => Flow;
  /** What shall live, asked anew each time. `apart` is added to it. */
  plan: () => Plan;
  /** The plan is carried out only after this: a port may have to be given back first. */
  after: () => Promise<void>;
  onNews: (news: HostNews, apart: string | undefined) => void;
  /** It has ended, and what was in it. */
  onDeath: (apart: string | undefined) => void;
  /** The services of the other processes. */
  elsewhere: () => Readonly<Record<string, Hosted>>;
  onStatus: () => void;
  /** Its services have other addresses. */
  onHosting: () => void;
  onLive: () => void;
  /** What cannot be told by the process itself, because it is dead. `note`: a sentence for everybody. */
  onServiceStates: (services: readonly string[], state: ServiceState, note: string) => void;
}

/** So long others wait for a process that does not answer; its watchdog waits longer. */
const patienceMs = 1000;

/** One process of a session: makes its part of the flow live, again after each death, and knows its state. */
export class Host {
  readonly apart: string | undefined;
  readonly #parts: HostParts;
  readonly #supervisor: Supervisor;
  readonly #apply = coalesce(() => this.#applyOnce());
  #status: RunnerStatus;
  #hosting: Record<string, Hosted> = {};
  #faultProgress: FaultProgress = {};
  /** Ids of the messages that breakpoints hold in it. */
  #held: ReadonlySet<string> = new Set();
  #memoryMb: number | undefined;
  #applyProblem: Problem | undefined;
  /** What other processes were told, and whether all of it has arrived. */
  #met = nobody;
  #meeting: Promise<unknown> = Promise.resolve();
  /** It has not answered for `patienceMs`: until it does, nobody waits for it. */
  #isSilent = false;
  #isClosed = false;

  constructor(parts: HostParts) {
    this.#parts = parts;
    this.apart = parts.apart;
    this.#status = this.#statusOfAll('starting', 'idle');
    this.#supervisor = new Supervisor({
      who: parts.apart === undefined ? undefined : `The process of "${parts.apart}"`,
      take: parts.take,
      now: parts.now,
      onNews: (news) => this.#hear(news),
      onDeath: (reason, willRestart) => this.#mourn(reason, willRestart),
    });
  }

  get state(): RunnerState {
    return this.#supervisor.state;
  }

  get pid(): number | undefined {
    return this.#supervisor.pid;
  }

  get status(): RunnerStatus {
    const { apart } = this;
    const service = apart === undefined ? undefined : this.#status.services[apart];
    const { pid } = this.#supervisor.current ?? {};
    if (apart === undefined || service === undefined || pid === undefined) return this.#status;
    const process = { pid, ...(this.#memoryMb === undefined ? {} : { memoryMb: this.#memoryMb }) };
    return { ...this.#status, services: { ...this.#status.services, [apart]: { ...service, process } } };
  }

  get isLoaded(): boolean {
    return this.#supervisor.current !== undefined;
  }

  get faultProgress(): FaultProgress {
    return this.#faultProgress;
  }

  holds(message: string): boolean {
    return this.#held.has(message);
  }

  /** Where its services can be reached. */
  get hosting(): Readonly<Record<string, Hosted>> {
    return this.#hosting;
  }

  /** What keeps its services from living. */
  get problem(): Problem | undefined {
    const found = this.#supervisor.problem ?? this.#applyProblem;
    return found === undefined || this.apart === undefined ? found : { ...found, at: `services.${this.apart}` };
  }

  /** Tries again after it was given up. */
  revive(): void {
    this.#supervisor.revive();
  }

  /** Resolves when what is wanted now lives, or has said why not. */
  apply(): Promise<void> {
    return this.#apply.run();
  }

  /** Resolves when no plan is being carried out. */
  settled(): Promise<void> {
    return this.#apply.settled();
  }

  /** Changes that are on their way go first. */
  async ask(command: RunnerCommand): Promise<RunnerAnswer> {
    await this.#apply.settled();
    const answer = await this.#supervisor.ask(command);
    // Whoever asked may read the state at once.
    if (answer.ok && answer.status !== undefined) this.#status = answer.status;
    return answer;
  }

  /** Tells it where the services of the other processes are, when it does not know yet. */
  introduce(): void {
    const services = this.#parts.elsewhere();
    const text = JSON.stringify(services);
    const runner = this.#supervisor.current;
    if (text === this.#met || runner === undefined) return;
    this.#met = text;
    this.#meeting = Promise.all([this.#meeting, runner.ask({ do: 'meet', services }, patienceMs)]);
  }

  /** Resolves when it knows whom it was introduced to; one that does not answer is not waited for. */
  async hasMet(): Promise<void> {
    await this.#meeting;
  }

  /** Resolves when it has handed over what happened so far, or does not answer. */
  async flush(): Promise<void> {
    const runner = this.#supervisor.current;
    if (runner === undefined || this.#isSilent) return;
    const answered = runner.ask({ do: 'ping' }).then(() => (this.#isSilent = false));
    const timer = new AbortController();
    const late = delay(patienceMs, undefined, { signal: timer.signal }).then(() => (this.#isSilent = true));
    await Promise.race([answered, late.catch(() => undefined)]);
    timer.abort();
  }

  /** SIGKILL, for good. */
  async kill(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    await this.#supervisor.kill();
    this.#parts.onDeath(this.apart);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#supervisor.close();
    this.#parts.onDeath(this.apart);
  }

  async #applyOnce(): Promise<void> {
    const { after, plan, onLive, onStatus } = this.#parts;
    await after();
    for (let runner = await this.#supervisor.ready(); runner !== undefined; runner = await this.#supervisor.ready()) {
      const wanted = this.apart === undefined ? plan() : { ...plan(), apart: this.apart };
      this.introduce();
      const answer = await runner.ask({ do: 'apply', plan: wanted });
      // Died meanwhile: the next one gets the plan, as long as there is a next one.
      if (!runner.isAlive) continue;
      this.#applyProblem = answer.ok ? undefined : answer.problem;
      if (answer.ok && answer.status !== undefined) this.#status = answer.status;
      this.#supervisor.markLive();
      onLive();
      break;
    }
    onStatus();
  }

  #hear(news: RunnerNews): void {
    switch (news.say) {
      case 'status':
        this.#status = news.status;
        this.#parts.onStatus();
        break;
      case 'hosting':
        this.#hosting = news.services;
        this.#parts.onHosting();
        break;
      case 'memory':
        this.#memoryMb = Math.round(news.bytes / 1e6);
        if (this.apart !== undefined) this.#parts.onStatus();
        break;
      case 'held':
        this.#held = new Set(news.held.map(({ id }) => id));
        this.#parts.onNews(news, this.apart);
        break;
      case 'faultProgress':
        this.#faultProgress = news.progress;
        this.#parts.onNews(news, this.apart);
        break;
      case 'events':
      case 'faultEnded':
        this.#parts.onNews(news, this.apart);
    }
  }

  #mourn(reason: string, willRestart: boolean): void {
    this.#status = this.#statusOfAll('down', 'disconnected');
    this.#hosting = Object.fromEntries(Object.keys(this.#status.services).map((id) => [id, gone]));
    this.#met = nobody;
    this.#faultProgress = {};
    this.#held = new Set();
    this.#parts.onDeath(this.apart);
    this.#memoryMb = undefined;
    this.#parts.onHosting();
    const who = this.apart === undefined ? 'The runner' : 'Its process';
    this.#parts.onServiceStates(
      Object.keys(this.#status.services),
      'down',
      `${who} ${reason} and is ${willRestart ? 'being' : 'not'} restarted.`,
    );
    if (willRestart && !this.#isClosed) void this.#apply.run();
  }

  #statusOfAll(...states: ['starting' | 'down', 'idle' | 'disconnected']): RunnerStatus {
    return expectedStatus(partOf(this.#parts.flow(), this.apart), ...states);
  }
}

const nobody = '{}';

/** A service whose process is not there. */
export const gone: Hosted = { peers: {}, httpPorts: [], isAwaited: false };
