import type { Fault } from '#shared/faults/fault.ts';
import type { FaultProgress } from '#shared/faults/progress.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { RunnerAnswer, RunnerCommand } from '#shared/ipc.ts';
import type { HeldMessage } from '#shared/held.ts';
import type { Problem } from '#shared/problem.ts';
import type { RunnerStatus, ServiceState, SessionStatus, WireStatus } from '#shared/status.ts';
import type { UnnumberedEvent } from '#shared/trace.ts';
import type { BrokerHandle } from '../brokers/brokerHandle.ts';
import { nowUs } from '../nowUs.ts';
import type { RunnerNews } from '../runners/runnerProcess.ts';
import { Supervisor, type SupervisorOptions } from '../runners/supervisor.ts';
import { coalesce } from './coalesce.ts';
import { SessionBrokers, type SessionBrokersOptions } from './sessionBrokers.ts';
import type { TraceRelay } from './traceRelay.ts';

/** What a session needs from the machine it runs on. */
export interface Machine {
  takeRunner: SupervisorOptions['take'];
  /** Called whenever a flow has come to life: the time to load the next runner. */
  warmUp: () => void;
  startBroker: () => Promise<BrokerHandle>;
  firstBrokerSource: SessionBrokersOptions['firstSource'];
  allowedHosts: string[];
  now: () => number;
}

export interface LiveFlowOptions {
  session: string;
  machine: Machine;
  relay: TraceRelay;
  /** What shall be alive, asked anew each time. */
  wanted: () => { flow: Flow; revision: number; faults: Fault[] };
  /** What the runner tells, payloads whole. */
  onEvents: (events: readonly UnnumberedEvent[]) => void;
  onStatus: () => void;
  onFaultEnded: (fault: string) => void;
  onFaultProgress: (progress: FaultProgress) => void;
  onHeld: (held: HeldMessage[]) => void;
  /** The runner has ended, and what was in it. */
  onDeath: () => void;
}

/** The living side of a session: makes the wanted flow live on a runner and on brokers, again after each death, and knows their state. */
export class LiveFlow {
  readonly #options: LiveFlowOptions;
  readonly #supervisor: Supervisor;
  readonly #brokers: SessionBrokers;
  readonly #apply = coalesce(() => this.#applyOnce());
  #runnerStatus: RunnerStatus;
  #applyProblem: Problem | undefined;
  #closed = false;

  constructor(options: LiveFlowOptions) {
    this.#options = options;
    const { session, machine, onStatus } = options;
    this.#runnerStatus = statusOfAll(options.wanted().flow, 'starting', 'idle');
    this.#supervisor = new Supervisor({
      take: machine.takeRunner,
      now: machine.now,
      onNews: (news) => this.#hear(news),
      onDeath: (reason, willRestart) => this.#mourn(reason, willRestart),
    });
    this.#brokers = new SessionBrokers({
      prefix: `patchbay:${session}:`,
      start: machine.startBroker,
      firstSource: machine.firstBrokerSource,
      onChange: (broker, change) => {
        this.#options.relay.publish([{ type: 'brokerChanged', broker, ...change, atUs: nowUs() }]);
        onStatus();
      },
    });
  }

  get status(): SessionStatus {
    const expected = statusOfAll(this.#options.wanted().flow, 'starting', 'idle');
    const { services, wires, drivers } = this.#runnerStatus;
    return {
      runner: this.#supervisor.state,
      services: { ...expected.services, ...services },
      wires: { ...expected.wires, ...wires },
      drivers: { ...expected.drivers, ...drivers },
      brokers: this.#brokers.statuses,
    };
  }

  /** What keeps parts of the flow from living. */
  get problems(): Problem[] {
    const runner = this.#supervisor.problem ?? this.#applyProblem;
    const services = Object.values(this.#runnerStatus.services).flatMap((service) => service.problems);
    const wires = Object.values(this.#runnerStatus.wires).flatMap((wire) => wire.problem ?? []);
    return [...(runner === undefined ? [] : [runner]), ...this.#brokers.problems, ...services, ...wires];
  }

  get runnerPid(): number | undefined {
    return this.#supervisor.pid;
  }

  /** Resolves when what is wanted now lives, or has said why not. Never rejects for anything in a flow. */
  async makeLive(): Promise<void> {
    this.#supervisor.revive();
    await this.#apply.run();
  }

  /** Asks the runner about the flow as it is wanted now: changes that are on their way go first. */
  async ask(command: RunnerCommand): Promise<RunnerAnswer> {
    await this.#apply.settled();
    const answer = await this.#supervisor.ask(command);
    // Whoever asked may read the state at once.
    if (answer.ok && answer.status !== undefined) this.#runnerStatus = answer.status;
    return answer;
  }

  /** Why a fault cannot act on the brokers. */
  refusal(fault: Fault): Problem | undefined {
    return this.#brokers.refusal(fault);
  }

  /** Carries out the faults on brokers; those on services are the runner's. */
  carryOut(faults: readonly Fault[]): Promise<void> {
    return this.#brokers.obeyFaults(faults);
  }

  killBroker(broker: string): Promise<void> {
    return this.#brokers.kill(broker);
  }

  async startBroker(broker: string, options: { evenIfUp: boolean }): Promise<void> {
    await this.#brokers.start(broker, options);
    // Its address may be new.
    await this.#apply.run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#supervisor.close(), this.#brokers.close()]);
  }

  async #applyOnce(): Promise<void> {
    await this.#brokers.match(this.#options.wanted().flow.brokers);
    for (let runner = await this.#supervisor.ready(); runner !== undefined; runner = await this.#supervisor.ready()) {
      const { session, machine, wanted } = this.#options;
      const brokers = this.#brokers.addresses;
      const plan = { session, ...wanted(), brokers, allowedHosts: machine.allowedHosts };
      const answer = await runner.ask({ do: 'apply', plan });
      // Died meanwhile: the next one gets the plan, as long as there is a next one.
      if (!runner.isAlive) continue;
      this.#applyProblem = answer.ok ? undefined : answer.problem;
      if (answer.ok && answer.status !== undefined) this.#runnerStatus = answer.status;
      this.#supervisor.markLive();
      machine.warmUp();
      break;
    }
    this.#options.onStatus();
  }

  #hear(news: RunnerNews): void {
    switch (news.say) {
      case 'events':
        this.#options.onEvents(news.events);
        this.#options.relay.publish(news.events, news.dropped);
        break;
      case 'status':
        this.#runnerStatus = news.status;
        this.#options.onStatus();
        break;
      case 'faultEnded':
        this.#options.onFaultEnded(news.fault);
        break;
      case 'faultProgress':
        this.#options.onFaultProgress(news.progress);
        break;
      case 'held':
        this.#options.onHeld(news.held);
        break;
    }
  }

  #mourn(reason: string, willRestart: boolean): void {
    const { flow } = this.#options.wanted();
    this.#runnerStatus = statusOfAll(flow, 'down', 'disconnected');
    const note = `The runner ${reason} and is ${willRestart ? 'being' : 'not'} restarted.`;
    const atUs = nowUs();
    this.#options.relay.publish(
      Object.keys(flow.services).map((service) => ({ type: 'serviceChanged', service, state: 'down', note, atUs })),
    );
    this.#options.onDeath();
    this.#options.onStatus();
    if (willRestart && !this.#closed) void this.#apply.run();
  }
}

/** The status of a flow all of whose parts are in one state, because there is no runner that could tell. */
function statusOfAll(flow: Flow, service: ServiceState, wire: WireStatus['state']): RunnerStatus {
  const each = <T>(record: Readonly<Record<string, unknown>>, value: T): Record<string, T> =>
    Object.fromEntries(Object.keys(record).map((id) => [id, value]));
  return {
    services: each(flow.services, { state: service, listeners: {}, replicas: [], problems: [] }),
    wires: each(flow.wires, { state: wire }),
    drivers: each(flow.drivers, { perSecond: 0, running: false }),
  };
}
