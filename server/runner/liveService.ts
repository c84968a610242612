import type { LinkFault } from '#shared/faults/fault.ts';
import type { Service } from '#shared/flow/flow.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import type { Problem } from '#shared/problem.ts';
import type { ServiceState, ServiceStatus } from '#shared/status.ts';
import type { EventPlace } from '#shared/trace.ts';
import type { InjectedAct } from './faults/link/toxics/toxic.ts';
import type { ListenerMessages } from './faults/message/listenerMessages.ts';
import type { MessageListenerPlace } from './faults/message/messageTargets.ts';
import { openPorts, withPorts } from './keptPorts.ts';
import { seededRandom } from '#shared/random.ts';
import type { ServiceHandlers } from './serviceHandlers.ts';
import { startReplica } from './service/replica.ts';
import type { Replica } from './service/replicaOptions.ts';
import type { Tracer } from './trace/tracer.ts';
import type { Peer } from './wire/wireClient.ts';

export interface LiveServiceParts {
  id: string;
  service: Service;
  brokers: Record<string, BrokerAddress>;
  handlers: ServiceHandlers;
  seed: string;
  /** Link faults by listener. */
  faults: (service: Service, replica: number) => Record<string, LinkFault[]>;
  onInjected: (fault: LinkFault, place: EventPlace, act: InjectedAct) => void;
  messages: (place: MessageListenerPlace) => ListenerMessages;
  /** A replica came, went or changed its state. */
  onState: () => void;
  tracer: Tracer;
}

/** One replica's place, also while nothing runs in it. */
interface Slot {
  replica: Replica | undefined;
  /** Stays down until somebody starts it. */
  isDownByHand: boolean;
  state: ServiceState;
  /** What the next change of state is due to, in plain words. */
  because: string | undefined;
  /** Public ports it had before it was built anew, by listener: strangers may have written them down. */
  ports: Readonly<Record<string, number>>;
}

/** A service that is drawn: as many real Nest applications as it has replicas. */
export class LiveService {
  readonly #parts: LiveServiceParts;
  #service: Service;
  #brokers: Record<string, BrokerAddress>;
  #slots: Slot[] = [];
  #isClosed = false;

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
    while (this.#slots.length < service.replicas) {
      this.#slots.push({ replica: undefined, isDownByHand: false, state: 'down', because: undefined, ports: {} });
    }
    const missing = [...this.#slots.entries()].filter(([, slot]) => slot.replica === undefined && !slot.isDownByHand);
    await Promise.all(missing.map(([index, slot]) => this.#start(index, slot)));
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
    await Promise.all(
      this.#slots.map(async (slot) => {
        slot.because = 'It is built anew after an edit.';
        const { replica } = slot;
        slot.replica = undefined;
        slot.ports = { ...slot.ports, ...openPorts(replica) };
        await replica?.close();
      }),
    );
    await this.resize(service);
  }

  /** Kill cuts every connection at once, stop closes gracefully; both last until start. All replicas when none is given. */
  async act(action: 'kill' | 'stop' | 'start', replica?: number): Promise<void> {
    const chosen = [...this.#slots.entries()].filter(([index]) => replica === undefined || index === replica);
    await Promise.all(
      chosen.map(async ([index, slot]) => {
        slot.isDownByHand = action !== 'start';
        slot.because = { kill: 'It was killed.', stop: 'It was stopped.', start: 'It was started again.' }[action];
        if (slot.replica !== undefined) await slot.replica[action]();
        else if (action === 'start') await this.#start(index, slot);
        this.#noteState(index, slot);
      }),
    );
  }

  /** Puts on the link faults of now. */
  refreshFaults(): void {
    for (const [index, { replica }] of this.#slots.entries()) {
      replica?.setLinkFaults(this.#parts.faults(this.#service, index));
    }
  }

  /** The replicas that can be connected to by this listener. */
  peers(listener: string): Peer[] {
    return this.#slots.flatMap(({ replica }, index) => {
      if (replica?.listenerStates[listener] !== 'up') return [];
      const address = replica.address(listener);
      return address === undefined ? [] : [{ replica: index, ...address }];
    });
  }

  /** Whether a replica is about to come up. */
  isAwaited(): boolean {
    return this.#slots.some((slot) => stateOf(slot) === 'starting');
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
    const states = this.#slots.map(stateOf);
    return {
      state: combine(states),
      replicas: states.map((state) => ({ state })),
      listeners: Object.fromEntries(
        Object.entries(this.#service.listeners).map(([id, { transport }]) => [
          id,
          {
            transport,
            ports: this.#slots.map(({ replica }) => replica?.ports[id] ?? 0),
            state: combine(this.#slots.map((slot) => slot.replica?.listenerStates[id] ?? stateOf(slot))),
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
    this.#isClosed = true;
    const slots = this.#slots;
    this.#slots = [];
    await closeAll(slots);
    this.#parts.handlers.dispose();
  }

  async #start(index: number, slot: Slot): Promise<void> {
    const { id, handlers, seed, tracer, faults, messages, onInjected } = this.#parts;
    slot.state = 'starting';
    const start = (service: Service): Promise<Replica> =>
      startReplica({
        id,
        service,
        replica: index,
        brokers: this.#brokers,
        bodies: handlers.table,
        tracer,
        random: seededRandom(`${seed}:${id}:${index}`),
        onInjected,
        messages: (listener) => messages({ service: id, replica: index, listener }),
        onChange: () => this.#noteState(index, slot),
      });
    let replica = await start(withPorts(this.#service, slot.ports, index));
    if (Object.keys(slot.ports).length > 0 && replica.problems.some(({ code }) => code === 'listenFailed')) {
      // An old port has gone to another program meanwhile: then any will do, unless it is drawn.
      slot.ports = {};
      await replica.close();
      replica = await start(this.#service);
    }
    // While it was starting, its service may have been taken away or made smaller, or its steps edited.
    if (this.#isClosed || this.#slots[index] !== slot) {
      await replica.close();
      return;
    }
    slot.replica = replica;
    replica.setLinkFaults(faults(this.#service, index));
    replica.swap(handlers.table);
    this.#noteState(index, slot);
  }

  #noteState(index: number, slot: Slot): void {
    if (this.#isClosed || this.#slots[index] !== slot) return;
    const state = stateOf(slot);
    if (state !== slot.state) {
      slot.state = state;
      const note = [slot.because, slot.replica?.problems[0]?.message ?? notes[state]].filter(Boolean).join(' ');
      slot.because = undefined;
      this.#parts.tracer.change({ type: 'serviceChanged', service: this.#parts.id, replica: index, state, note });
    }
    this.#parts.onState();
  }
}

const notes: Record<ServiceState, string> = {
  starting: 'It is starting.',
  up: 'It is up.',
  degraded: 'Some of its listeners are not up.',
  down: 'It is down.',
};

const stateOf = ({ replica, isDownByHand }: Slot): ServiceState =>
  replica?.state ?? (isDownByHand ? 'down' : 'starting');

async function closeAll(slots: readonly Slot[]): Promise<void> {
  await Promise.all(slots.flatMap(({ replica }) => (replica === undefined ? [] : [replica.close()])));
}

/** One word for several: all the same, or on the way, or only in part. */
function combine(states: readonly ServiceState[]): ServiceState {
  const [first = 'down'] = states;
  if (states.every((state) => state === first)) return first;
  return states.includes('starting') ? 'starting' : 'degraded';
}

/** Replicas that fail for the same reason say it once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
