import type { BrokerContents } from '#shared/brokerContents.ts';
import type { Fault } from '#shared/faults/fault.ts';
import type { FaultProgress } from '#shared/faults/progress.ts';
import type { HeldMessage } from '#shared/held.ts';
import { partOf } from '#shared/flow/processes.ts';
import type { Plan, RunnerAnswer, RunnerCommand } from '#shared/ipc.ts';
import type { Problem } from '#shared/problem.ts';
import type { RunnerStatus, ServiceState, SessionStatus } from '#shared/status.ts';
import type { UnnumberedEvent } from '#shared/trace.ts';
import { nowUs } from '../nowUs.ts';
import type { SupervisorOptions } from '../runners/supervisor.ts';
import { coalesce } from './coalesce.ts';
import { CommandRouter } from './commandRouter.ts';
import { EventMerger } from './eventMerger.ts';
import { expectedStatus } from './expectedStatus.ts';
import type { HostNews } from './host.ts';
import { sumProgress } from './faultProgressBoard.ts';
import { Hosts } from './hosts.ts';
import { withHealth } from './readiness.ts';
import { SessionBrokers, type SessionBrokersOptions } from './sessionBrokers.ts';
import type { TraceRelay } from './traceRelay.ts';

/** What a session needs from the machine it runs on. */
export interface Machine {
  takeRunner: SupervisorOptions['take'];
  /** One for a service that has a process of its own. */
  takeRunnerApart: SupervisorOptions['take'];
  /** Called whenever a flow has come to life: the time to load the next runner. */
  warmUp: () => void;
  startBroker: SessionBrokersOptions['start'];
  firstBrokerSource: SessionBrokersOptions['firstSource'];
  missingBrokerSources: SessionBrokersOptions['missing'];
  allowedHosts: string[];
  now: () => number;
}

export interface LiveFlowOptions {
  session: string;
  seed: string;
  machine: Machine;
  relay: TraceRelay;
  /** What shall be alive, asked anew each time. */
  wanted: () => Pick<Plan, 'flow' | 'revision' | 'faults' | 'faultsRevision'>;
  /** What the runner tells, payloads whole. */
  onEvents: (events: readonly UnnumberedEvent[]) => void;
  onStatus: () => void;
  onFaultEnded: (fault: string, faultsRevision: number) => void;
  onFaultProgress: (progress: FaultProgress) => void;
  /** `apart`: the service whose own process tells it. */
  onHeld: (held: HeldMessage[], apart: string | undefined) => void;
  /** A process has ended, and what was in it. */
  onDeath: (apart: string | undefined) => void;
}

/**
 * The living side of a session: makes the wanted flow live in its processes and on brokers, again after each death, and knows
 * their state.
 */
export class LiveFlow {
  readonly #options: LiveFlowOptions;
  readonly #hosts: Hosts;
  readonly #brokers: SessionBrokers;
  readonly #merger: EventMerger;
  readonly #processes: CommandRouter;
  /** What the processes need before they can be told the plan; `#applied` is what they make of it. */
  readonly #prepare = coalesce(() => this.#prepareOnce());
  #applied: Promise<void> = Promise.resolve();

  constructor(options: LiveFlowOptions) {
    this.#options = options;
    const { session, machine, relay, onStatus } = options;
    this.#merger = new EventMerger({
      publish: (events, dropped) => relay.publish(events, dropped),
      collect: () => this.#hosts.flush(),
      isDivided: () => this.#hosts.isDivided,
    });
    this.#brokers = new SessionBrokers({
      prefix: `patchbay.${session}.`,
      start: machine.startBroker,
      firstSource: machine.firstBrokerSource,
      missing: machine.missingBrokerSources,
      onChange: (broker, change) => {
        this.#merger.add([{ type: 'brokerChanged', broker, ...change, atUs: nowUs() }]);
        onStatus();
      },
    });
    this.#hosts = new Hosts({
      take: machine.takeRunner,
      takeApart: machine.takeRunnerApart,
      now: machine.now,
      flow: () => options.wanted().flow,
      plan: () => this.#plan(),
      onNews: (news, apart) => this.#hear(news, apart),
      onDeath: (apart) => options.onDeath(apart),
      onStatus,
      onLive: machine.warmUp,
      onServiceStates: (services, state, note) => this.#tellServices(services, state, note),
    });
    this.#processes = new CommandRouter({
      hosts: this.#hosts,
      flow: () => options.wanted().flow,
      live: () => this.#live(),
    });
  }

  get status(): SessionStatus {
    const { flow } = this.#options.wanted();
    const expected = expectedStatus(flow, 'starting', 'idle');
    const down = this.#hosts.downByHand.map((service) => expectedStatus(partOf(flow, service), 'down', 'disconnected'));
    const told = [expected, ...down, ...this.#hosts.all.map(({ status }) => status)];
    const all = <T>(of: (status: RunnerStatus) => Record<string, T>): Record<string, T> =>
      Object.assign({}, ...told.map(of)) as Record<string, T>;
    const registries = all(({ registries: some = {} }) => some);
    const brokers = this.#brokers.statuses;
    const wires = all((one) => one.wires);
    const standsStill = (broker: string): boolean => this.#brokers.standsStill(broker);
    return {
      runner: this.#hosts.main.state,
      services: withHealth({ flow, services: all(({ services }) => services), wires, brokers, standsStill }),
      wires,
      drivers: all(({ drivers }) => drivers),
      ...(Object.keys(registries).length === 0 ? {} : { registries }),
      brokers,
    };
  }

  /** What keeps parts of the flow from living. */
  get problems(): Problem[] {
    const { all } = this.#hosts;
    const services = all.flatMap(({ status }) => Object.values(status.services).flatMap((service) => service.problems));
    const wires = all.flatMap(({ status }) => Object.values(status.wires).flatMap((wire) => wire.problem ?? []));
    const registries = all.flatMap(({ status }) =>
      Object.values(status.registries ?? {}).flatMap((registry) => registry.problem ?? []),
    );
    return [
      ...all.flatMap((host) => host.problem ?? []),
      ...this.#brokers.problems,
      ...services,
      ...wires,
      ...registries,
    ];
  }

  get runnerPid(): number | undefined {
    return this.#hosts.main.pid;
  }

  /** Resolves when what is wanted now lives, or has said why not. Never rejects for anything in a flow. */
  async makeLive(): Promise<void> {
    for (const host of this.#hosts.all) host.revive();
    await this.#live();
  }

  /** Asks those whom it concerns about the flow as it is wanted now: changes that are on their way go first. */
  async ask(command: RunnerCommand): Promise<RunnerAnswer> {
    await this.#prepare.settled();
    const answer = await this.#processes.ask(command);
    if (!this.#hosts.isDivided) return answer;
    // Whoever gets the answer may read all that led to it, and rely on what it has changed.
    await Promise.all([this.#merger.flush(), this.#hosts.introduced()]);
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

  /** What the session itself has to say, in its place among what the processes tell. */
  tell(...events: UnnumberedEvent[]): void {
    this.#merger.add(events);
  }

  brokerContents(broker: string): Promise<BrokerContents> {
    return this.#brokers.contents(broker);
  }

  killBroker(broker: string): Promise<void> {
    return this.#brokers.kill(broker);
  }

  async startBroker(broker: string, options: { evenIfUp: boolean }): Promise<void> {
    await this.#brokers.start(broker, options);
    // Its address may be new.
    await this.#live();
  }

  async close(): Promise<void> {
    await Promise.all([this.#hosts.close(), this.#brokers.close()]);
    this.#merger.close();
  }

  async #live(): Promise<void> {
    await this.#prepare.run();
    await this.#applied;
  }

  async #prepareOnce(): Promise<void> {
    await Promise.all([this.#brokers.match(this.#options.wanted().flow.brokers), this.#hosts.match()]);
    this.#applied = this.#hosts.apply();
  }

  #plan(): Plan {
    const { session, seed, machine, wanted } = this.#options;
    return { session, seed, ...wanted(), brokers: this.#brokers.addresses, allowedHosts: machine.allowedHosts };
  }

  #hear(news: HostNews, apart: string | undefined): void {
    switch (news.say) {
      case 'events':
        this.#options.onEvents(news.events);
        this.#merger.add(news.events, news.dropped);
        break;
      case 'faultEnded':
        this.#options.onFaultEnded(news.fault, news.faultsRevision);
        // The other processes go by the plan, and do not know it yet.
        if (this.#hosts.isDivided) void this.#live();
        break;
      case 'faultProgress':
        this.#options.onFaultProgress(sumProgress(this.#hosts.all.map(({ faultProgress }) => faultProgress)));
        break;
      case 'held':
        this.#options.onHeld(news.held, apart);
        break;
    }
  }

  #tellServices(services: readonly string[], state: ServiceState, note: string): void {
    const atUs = nowUs();
    this.#merger.add(services.map((service) => ({ type: 'serviceChanged', service, state, note, atUs })));
    this.#options.onStatus();
  }
}
