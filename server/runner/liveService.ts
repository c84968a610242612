import type { Service } from '#shared/flow/flow.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import { ProblemError } from '#shared/problem.ts';
import type { ServiceStatus } from '#shared/status.ts';
import { isAnswered } from './faults/process/processOnWires.ts';
import type { LiveServiceParts } from './liveServiceParts.ts';
import { ReplicaSlot, type ServiceAction } from './replicaSlot.ts';
import { combine, distinct } from './serviceStates.ts';
import { ownCertificate } from './tls/certificate.ts';
import type { Peer } from './wire/wireClient.ts';

/** A service that is drawn: as many real Nest applications as it has replicas. */
export class LiveService {
  readonly #parts: LiveServiceParts;
  #service: Service;
  #brokers: Record<string, BrokerAddress>;
  #slots: ReplicaSlot[] = [];

  constructor(parts: LiveServiceParts) {
    this.#parts = parts;
    this.#service = parts.service;
    this.#brokers = parts.brokers;
    parts.handlers.update(parts.service);
  }

  /** Starts the replicas that are missing, ends those that are too many. Never rejects: what went wrong is in the status. */
  async resize(service: Service): Promise<void> {
    this.#service = service;
    const gone = this.#slots.splice(service.replicas);
    await closeAll(gone);
    while (this.#slots.length < service.replicas) this.#slots.push(new ReplicaSlot(this.#parts, this.#slots.length));
    await Promise.all(this.#slots.map((slot) => slot.fill(service, this.#brokers)));
    this.#parts.onState();
  }

  /** Other steps for the messages from now on; nothing is closed. */
  swap(service: Service): void {
    const { handlers } = this.#parts;
    this.#service = { ...service, replicas: this.#service.replicas };
    handlers.update(service);
    for (const { replica } of this.#slots) replica?.swap(handlers.table);
    this.#parts.onState();
  }

  /** Ends all replicas and makes them anew, except those that somebody has put down. */
  async rebuild(service: Service, brokers: Record<string, BrokerAddress>): Promise<void> {
    this.#service = service;
    this.#brokers = brokers;
    this.#parts.handlers.update(service);
    await Promise.all(this.#slots.map((slot) => slot.empty()));
    await this.resize(service);
  }

  /**
   * Kill cuts every connection at once, stop closes gracefully; both last until start. All replicas when none is given.
   *
   * @throws ProblemError when a fault holds down what shall start
   */
  async act(action: ServiceAction, replica?: number): Promise<void> {
    const chosen = this.#slots.filter((_slot, index) => replica === undefined || index === replica);
    const refusal = chosen.map((slot) => slot.refusal(action)).find((one) => one !== undefined);
    if (refusal !== undefined) throw new ProblemError(refusal);
    await Promise.all(chosen.map((slot) => slot.act(action, this.#now)));
  }

  /** Puts on the link faults of now. */
  refreshFaults(): void {
    for (const slot of this.#slots) slot.refresh(this.#service);
  }

  /** Ends, pauses and starts replicas as process faults want it now. */
  async obeyFaults(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.obey(this.#now)));
  }

  get replicas(): number {
    return this.#slots.length;
  }

  /** Whether a message on this broker is meant for it. */
  answers(broker: string, pattern: Pattern): boolean {
    return isAnswered(this.#service, broker, pattern);
  }

  /** The replicas that can be connected to by this listener. */
  peers(listener: string): Peer[] {
    const drawn = own(this.#service.listeners, listener);
    const cert = drawn?.transport === 'tcp' && drawn.tls === true ? { cert: ownCertificate().cert } : {};
    return this.#slots.flatMap(({ replica }, index) => {
      if (replica?.listenerStates[listener] !== 'up') return [];
      const address = replica.address(listener);
      return address === undefined ? [] : [{ replica: index, ...address, ...cert }];
    });
  }

  /** Whether a replica is about to come up. */
  isAwaited(): boolean {
    return this.#slots.some(({ state }) => state === 'starting');
  }

  /** Public http ports, of the replicas on which they are up. */
  httpPorts(): number[] {
    const listener = Object.entries(this.#service.listeners).find(([, { transport }]) => transport === 'http')?.[0];
    if (listener === undefined) return [];
    return this.#slots.flatMap(({ replica }) => {
      const port = replica?.listenerStates[listener] === 'up' ? replica.ports[listener] : undefined;
      return port === undefined ? [] : [port];
    });
  }

  status(): ServiceStatus {
    const states = this.#slots.map(({ state }) => state);
    return {
      state: combine(states),
      replicas: states.map((state) => ({ state })),
      listeners: Object.fromEntries(
        Object.entries(this.#service.listeners).map(([id, { transport }]) => [
          id,
          {
            transport,
            ports: this.#slots.map(({ replica }) => replica?.ports[id] ?? 0),
            state: combine(this.#slots.map(({ replica, state }) => replica?.listenerStates[id] ?? state)),
          },
        ]),
      ),
      problems: distinct([
        ...this.#parts.handlers.problems,
        ...this.#slots.flatMap(({ replica }) => replica?.problems ?? []),
      ]),
    };
  }

  async close(): Promise<void> {
    const slots = this.#slots;
    this.#slots = [];
    await closeAll(slots);
    this.#parts.handlers.dispose();
  }

  readonly #now = (): { service: Service; brokers: Record<string, BrokerAddress> } => ({
    service: this.#service,
    brokers: this.#brokers,
  });
}

async function closeAll(slots: readonly ReplicaSlot[]): Promise<void> {
  await Promise.all(slots.map((slot) => slot.close()));
}
