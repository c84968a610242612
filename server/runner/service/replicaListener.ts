import type { LinkFault } from '#shared/faults/fault.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import { own } from '#shared/flow/lookup.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { ServiceState } from '#shared/status.ts';
import type { EventPlace } from '#shared/trace.ts';
import type { GrpcContract } from '#shared/transports/grpcContract.ts';
import { transports, type Listener } from '#shared/transports/transport.ts';
import { listenerMakers } from '../transports/index.ts';
import type { ByteBoard } from '../bytes/byteBoard.ts';
import type { ListenerMessages } from '../faults/message/listenerMessages.ts';
import type { InjectedAct } from '../faults/link/toxics/toxic.ts';
import type { BrokerWay } from '../health/brokerWay.ts';
import type { ServiceHealth } from '../health/serviceHealth.ts';
import type { ServiceListener } from '../transports/serviceListener.ts';
import type { ServerWatch } from '../trace/tracedServer.ts';
import { instanceId } from '../registry/instance.ts';
import { Registration } from '../registry/registration.ts';
import { bounded } from './bounded.ts';
import { ListenerLink, type Address } from './listenerLink.ts';
import { mirrorFault } from './mirrorFault.ts';

export interface ReplicaListenerParts {
  /** Its path in the Flow. */
  at: string;
  drawn: Listener;
  /** The methods of the service, for gRPC. */
  contract: () => GrpcContract;
  /** Service, replica and listener. */
  place: EventPlace & { replica: number };
  brokers: Readonly<Record<string, BrokerAddress>>;
  random: () => number;
  onInjected: (fault: LinkFault, act: InjectedAct) => void;
  messages: ListenerMessages | undefined;
  /** Where the registry of this id is. */
  registry: (id: string) => Address | undefined;
  onChange: () => void;
  bytes: ByteBoard | undefined;
}

const maxStopAcceptingMs = 500;

/** One drawn listener of one replica: its link, which stays, and the live listener of the application of the moment. */
export class ReplicaListener {
  readonly #parts: ReplicaListenerParts;
  readonly #link: ListenerLink;
  #live: ServiceListener | undefined;
  #problem: Problem | undefined;
  #isOpen = false;
  #isPaused = false;
  #registration: Registration | undefined;
  #way: BrokerAddress | undefined;

  constructor(parts: ReplicaListenerParts) {
    const { drawn, at, place, random, onInjected, bytes } = parts;
    const port = 'port' in drawn && drawn.port !== undefined ? drawn.port + place.replica : undefined;
    this.#parts = parts;
    this.#link = new ListenerLink({
      port,
      at,
      random,
      isPipelined: this.#isViaBroker || drawn.transport === 'grpc',
      name: `${place.service} ${place.replica} ${place.listener}`,
      bytes: bytes?.link({
        place: 'broker' in drawn ? { ...place, broker: drawn.broker } : place,
        transport: drawn.transport,
      }),
      onInjected: (fault, act) => onInjected(this.#isViaBroker ? mirrorFault(fault) : fault, act),
    });
  }

  get drawn(): Listener {
    return this.#parts.drawn;
  }

  get place(): EventPlace {
    return this.#parts.place;
  }

  get contract(): GrpcContract {
    return this.#parts.contract();
  }

  get #isViaBroker(): boolean {
    return transports[this.drawn.transport].viaBroker;
  }

  get state(): ServiceState {
    if (!this.#isOpen) return 'down';
    if (this.#live === undefined) return 'degraded';
    if (!this.#isViaBroker && this.#link.problem !== undefined) return 'down';
    return this.#live.isUp() ? 'up' : 'degraded';
  }

  get problem(): Problem | undefined {
    const found = this.#problem ?? this.#link.problem ?? (this.#isOpen ? this.#live?.problem() : undefined);
    return found === undefined ? undefined : { ...found, at: this.#parts.at };
  }

  get port(): number {
    return this.#isViaBroker ? 0 : this.#link.port;
  }

  get address(): Address | undefined {
    const port = this.#isOpen ? this.#live?.port() : undefined;
    return port === undefined ? undefined : { host: '127.0.0.1', port };
  }

  /** How it gets to its broker, when it has one. */
  get brokerWay(): BrokerWay | undefined {
    const { drawn } = this;
    if (!('broker' in drawn)) return undefined;
    const reached = this.#way === undefined ? undefined : { transport: drawn.transport, address: this.#way };
    return { broker: drawn.broker, reached, problem: this.problem };
  }

  get connections(): number {
    return this.#link.connections;
  }

  /** The way into an application that is about to start; undefined, with a problem, when there can be none. */
  async make(
    watch: Omit<ServerWatch, 'place' | 'prefix' | 'messages'>,
    health?: ServiceHealth,
  ): Promise<ServiceListener | undefined> {
    this.#problem = undefined;
    const { drawn, place, brokers, messages, contract, onChange } = this.#parts;
    const broker = 'broker' in drawn ? await this.#reach(own(brokers, drawn.broker), drawn.broker) : undefined;
    if (this.#isViaBroker && broker === undefined) return undefined;
    const makeListener = await listenerMakers[drawn.transport]();
    this.#live = makeListener({
      watch: { ...watch, place, prefix: broker?.prefix, messages },
      drawn,
      broker,
      queue: 'queue' in drawn ? drawn.queue : undefined,
      contract,
      group: 'group' in drawn ? drawn.group : undefined,
      qos: 'qos' in drawn ? (drawn.qos ?? 0) : 0,
      onChange,
      health,
    });
    return this.#live;
  }

  /** It takes no part in the application. */
  leaveOut(reason: Problem): void {
    this.#problem = reason;
  }

  /** The application listens: let others in. */
  async open(): Promise<void> {
    this.#isOpen = true;
    if (this.#live !== undefined && !this.#isViaBroker) await this.#link.open(() => this.address);
  }

  /** Says at its registry that it is up. Resolves when that is done, or there is nobody to tell. */
  async announce(): Promise<void> {
    const { drawn, place, registry } = this.#parts;
    const id = 'registry' in drawn ? drawn.registry : undefined;
    if (id === undefined || this.port === 0 || this.#registration !== undefined) return;
    const { service = '', listener = '', replica } = place;
    const whose = { service, listener, replica };
    const instance = { id: instanceId(whose), ...whose, host: '127.0.0.1', port: this.port };
    this.#registration = new Registration({ instance, address: () => registry(id) }, this.#isPaused);
    await this.#registration.announce();
  }

  async stopAccepting(): Promise<void> {
    // First: who calls from now on shall choose another.
    await this.#registration?.leave();
    if (this.#live !== undefined) await bounded(this.#live.stopAccepting(), maxStopAcceptingMs);
  }

  /** Before an end that is no accident. */
  async leave(): Promise<void> {
    await this.#registration?.leave();
    if (this.#isOpen && this.#live?.leave !== undefined) await bounded(this.#live.leave(), maxStopAcceptingMs);
  }

  /** Ends every connection at once; `keepLink` lets what was written before still reach the caller. */
  async cut({ keepLink = false } = {}): Promise<void> {
    // The link first, so that nobody gets in who would then be thrown out instead of refused.
    this.#registration?.end();
    this.#registration = undefined;
    const refused = keepLink ? undefined : this.#link.refuse();
    this.#live?.cut();
    this.#parts.messages?.lose();
    await refused;
  }

  /** The application is gone. */
  forget(): void {
    this.#isOpen = false;
    this.#live = undefined;
  }

  setFaults(faults: readonly LinkFault[]): void {
    this.#link.setFaults(this.#isViaBroker ? faults.map(mirrorFault) : faults);
    this.#parts.messages?.refresh();
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#registration?.setPaused(isPaused);
    this.#link.setPaused(isPaused);
  }

  async close(): Promise<void> {
    await this.#link.close();
  }

  /** The broker through the link, so that faults can act on it. */
  async #reach(address: BrokerAddress | undefined, id: string): Promise<BrokerAddress | undefined> {
    if (address === undefined) {
      this.#problem = problem('brokerFailed', `The broker "${id}" is not there. Draw it, or start it again.`);
      return undefined;
    }
    await this.#link.open(() => address);
    this.#way = this.#link.port === 0 ? undefined : { ...address, host: '127.0.0.1', port: this.#link.port };
    return this.#way;
  }
}
