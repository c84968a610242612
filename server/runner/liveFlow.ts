import type { LinkFault, ProcessFault } from '#shared/faults/fault.ts';
import type { ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { Service, Wire } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Plan } from '#shared/ipc.ts';
import type { EventPlace } from '#shared/trace.ts';
import { LiveDriver } from './drivers/liveDriver.ts';
import type { ByteBoard } from './bytes/byteBoard.ts';
import type { ActiveFaults } from './faults/activeFaults.ts';
import { actsOnWire } from './faults/linkTargets.ts';
import { linkFaultsByListener } from './faults/linkFaultsByListener.ts';
import type { HeldBoard } from './faults/hold/heldBoard.ts';
import { ListenerMessages } from './faults/message/listenerMessages.ts';
import type { MessageFaults } from './faults/message/messageLane.ts';
import { actsOnMessagesAt, actsOnMessagesOfWire, type MessageListenerPlace } from './faults/message/messageTargets.ts';
import { cutWiresOf, endsOnWires } from './faults/process/endsOnWires.ts';
import { ProcessFaults } from './faults/process/processFaults.ts';
import { tellInjected, tellListenerHit, tellLostWhileHeld } from './faults/tellInjected.ts';
import { processOnWire, type Answering } from './faults/process/processOnWires.ts';
import type { InjectedAct } from './faults/link/toxics/toxic.ts';
import { LiveRegistry } from './registry/liveRegistry.ts';
import type { Address } from './service/listenerLink.ts';
import { LiveService } from './liveService.ts';
import type { Neighbours } from './neighbours.ts';
import type { Operation } from './plan.ts';
import { callers, seedOf } from './planFacts.ts';
import { seededRandom } from '#shared/random.ts';
import { ServiceHandlers } from './serviceHandlers.ts';
import type { HopLedger } from './trace/hopLedger.ts';
import type { Tracer } from './trace/tracer.ts';
import { LiveWire } from './wire/liveWire.ts';
import { resolveWire } from './wire/wireEnd.ts';

export interface LiveFlowParts {
  tracer: Tracer;
  ledger: HopLedger;
  faults: ActiveFaults;
  /** What breakpoints hold. */
  board: HeldBoard;
  neighbours: Neighbours;
  bytes: ByteBoard;
  onStatus: () => void;
}

/** Everything of a flow that is alive, and how one operation of a plan is carried out on it. */
export class LiveFlow {
  readonly services = new Map<string, LiveService>();
  readonly wires = new Map<string, LiveWire>();
  readonly drivers = new Map<string, LiveDriver>();
  readonly registries = new Map<string, LiveRegistry>();
  readonly #parts: LiveFlowParts;
  readonly #processes: ProcessFaults;

  constructor(parts: LiveFlowParts) {
    this.#parts = parts;
    this.#processes = new ProcessFaults(parts.faults, {
      onTurn: () => void this.refreshFaults(),
      isElsewhere: (target) => parts.neighbours.isElsewhere(target),
    });
  }

  /** Never rejects for what can go wrong in a flow: that is in the status afterwards. */
  async carryOut(operation: Operation, plan: Plan): Promise<void> {
    if ('service' in operation) await this.#onService(operation.do, operation.service, plan);
    else if ('wire' in operation) await this.#onWire(operation.do, operation.wire, plan);
    else if ('registry' in operation) await this.#onRegistry(operation.do, operation.registry, plan);
    else this.#onDriver(operation.do, operation.driver, plan);
  }

  /** After replicas have come or gone: of this service, or of any. Hundreds may start together, and each tells several times. */
  async refreshWires(to?: string): Promise<void> {
    const isMeant = (wire: LiveWire): boolean => to === undefined || wire.to === to;
    await Promise.all([...this.wires.values()].filter(isMeant).map((wire) => wire.refresh()));
  }

  /** After another set of faults is on. */
  async refreshFaults(): Promise<void> {
    this.#parts.board.sweep();
    const isAboutProcesses = this.#processes.refresh();
    for (const service of this.services.values()) service.refreshFaults();
    // Begun before anything is waited for: the next message may be on its way.
    await this.refreshWires();
    if (!isAboutProcesses) return;
    await Promise.all([...this.services.values()].map((service) => service.obeyFaults()));
    await this.refreshWires();
  }

  async close(): Promise<void> {
    this.#processes.close();
    for (const driver of this.drivers.values()) driver.close();
    await Promise.all([...this.services.values()].map((service) => service.close()));
    await Promise.all([...this.wires.values()].map((wire) => wire.close()));
    await Promise.all([...this.registries.values()].map((registry) => registry.close()));
    for (const live of [this.drivers, this.wires, this.services, this.registries]) live.clear();
  }

  async #onService(act: Extract<Operation, { service: string }>['do'], id: string, plan: Plan): Promise<void> {
    const live = this.services.get(id);
    const wanted = own(plan.flow.services, id);
    if (act === 'stopService') {
      this.services.delete(id);
      await live?.close();
      return;
    }
    if (wanted === undefined) return;
    switch (act) {
      case 'startService': {
        const started = this.#makeService(id, wanted, plan);
        this.services.set(id, started);
        await started.resize(wanted);
        return;
      }
      case 'rebuildService':
        await live?.rebuild(wanted, plan.brokers);
        return;
      case 'swapHandlers':
        live?.swap(wanted);
        return;
      case 'resizeService':
        await live?.resize(wanted);
    }
  }

  async #onWire(act: Extract<Operation, { wire: string }>['do'], id: string, plan: Plan): Promise<void> {
    const live = this.wires.get(id);
    if (act === 'stopWire' || act === 'restartWire') {
      this.wires.delete(id);
      await live?.close();
    }
    const wire = own(plan.flow.wires, id);
    if (wire === undefined) return;
    switch (act) {
      case 'stopWire':
        return;
      case 'startWire':
      case 'restartWire':
        this.wires.set(id, await this.#startWire(id, wire, plan));
        return;
      case 'retuneWire':
        live?.retune(wire);
        return;
      case 'resizeWire':
        await live?.resize(callers(wire, plan));
    }
  }

  #onDriver(act: Extract<Operation, { driver: string }>['do'], id: string, plan: Plan): void {
    const { tracer, ledger, neighbours, onStatus } = this.#parts;
    const driver = own(plan.flow.drivers, id);
    if (act === 'stopDriver') {
      this.drivers.get(id)?.close();
      this.drivers.delete(id);
    } else if (driver === undefined) return;
    else if (act === 'retuneDriver') this.drivers.get(id)?.retune(driver);
    else {
      const ports = (to: string): readonly number[] => this.services.get(to)?.httpPorts() ?? neighbours.httpPorts(to);
      const blamed = (to: string): ProcessFault[] =>
        this.#processes.holding(to, this.#answering().get(to)?.replicas ?? 0);
      const random = seededRandom(`${seedOf(plan)}:${id}`);
      this.drivers.set(id, new LiveDriver({ id, driver, ports, blamed, random, tracer, ledger, onStatus }));
    }
  }

  async #onRegistry(act: Extract<Operation, { registry: string }>['do'], id: string, plan: Plan): Promise<void> {
    const { tracer, onStatus } = this.#parts;
    const live = this.registries.get(id);
    const registry = own(plan.flow.registries ?? {}, id);
    if (act === 'stopRegistry') {
      this.registries.delete(id);
      await live?.close();
    } else if (registry === undefined) return;
    else if (act === 'retuneRegistry') live?.retune(registry);
    else this.registries.set(id, await LiveRegistry.start({ id, registry, tracer, onStatus }));
  }

  /** All services of the session, those that run in another process too. */
  #answering(): ReadonlyMap<string, Answering> {
    return new Map<string, Answering>([...this.#parts.neighbours.answering(), ...this.services]);
  }

  #makeService(id: string, service: Service, plan: Plan): LiveService {
    const { brokers, ports } = plan;
    const seed = seedOf(plan);
    const { tracer, ledger, faults, bytes, onStatus } = this.#parts;
    const handlers = new ServiceHandlers({
      service: id,
      seed,
      active: faults,
      tracer,
      ledger,
      wire: (wireId) => {
        const wire = this.wires.get(wireId);
        return wire?.from === id ? (message) => wire.call(message).values$ : undefined;
      },
    });
    return new LiveService({
      id,
      ports: own(ports ?? {}, id),
      service,
      brokers,
      handlers,
      seed,
      tracer,
      bytes,
      faults: (now, replica) => linkFaultsByListener(faults, { id, service: now, replica }),
      onInjected: (fault, place, act) => this.#onListenerHit(fault, { service: id, ...place }, act),
      messages: (place) => this.#listenerMessages(place),
      registry: (registry) => this.#registryAt(registry),
      wireBrokers: (replica) =>
        [...this.wires.values()].flatMap((wire) => (wire.from === id ? (wire.brokerWay(replica) ?? []) : [])),
      process: (replica) => this.#processes.wish(id, replica),
      onEnding: (fault, replica) => endsOnWires(fault, { service: id, replica }, this.wires.values()),
      onEnded: (replica) => cutWiresOf({ service: id, replica }, this.wires.values()),
      onState: () => {
        void this.refreshWires(id);
        onStatus();
      },
    });
  }

  #startWire(id: string, wire: Wire, plan: Plan): Promise<LiveWire> {
    const { tracer, ledger, faults, neighbours, bytes, onStatus } = this.#parts;
    return LiveWire.start({
      id,
      wire,
      resolved: resolveWire(id, wire, plan),
      replicas: callers(wire, plan),
      seed: seedOf(plan),
      peers: (service, listener) => this.services.get(service)?.peers(listener) ?? neighbours.peers(service, listener),
      // Wires are started before the services that they lead to.
      isAwaited: (service) => this.services.get(service)?.isAwaited() ?? neighbours.isAwaited(service),
      registry: (registry) => this.#registryAt(registry),
      faults: (place) => faults.onLink((target) => actsOnWire(target, place)),
      onHit: (fault) => void faults.hit(fault),
      messageFaults: (place) => this.#messageFaults((target) => actsOnMessagesOfWire(target, place)),
      process: (place) => processOnWire(place, { faults: this.#processes, services: () => this.#answering() }),
      onState: onStatus,
      tracer,
      ledger,
      bytes,
    });
  }

  #registryAt(id: string): Address | undefined {
    return this.registries.get(id)?.address ?? this.#parts.neighbours.registry(id);
  }

  #listenerMessages(place: MessageListenerPlace): ListenerMessages {
    const { tracer, ledger } = this.#parts;
    const { service, replica, listener } = place;
    return new ListenerMessages({
      ...this.#messageFaults((target) => actsOnMessagesAt(target, place)),
      name: `${service} ${replica} ${listener}`,
      report: (fault, hop) => tellInjected(fault, hop, { tracer, ledger }),
      reportLost: (hop, leg) => tellLostWhileHeld(hop, leg, { tracer, ledger }),
      refreshHop: (hop) => ledger.refresh(hop),
    });
  }

  #messageFaults(acts: (target: ResolvedTarget) => boolean): MessageFaults {
    const { faults, board } = this.#parts;
    return {
      faults: (hop) => faults.onMessage(acts, hop),
      hit: (fault, lastsMs) => faults.hit(fault, lastsMs),
      board,
    };
  }

  #onListenerHit(fault: LinkFault, place: EventPlace, act: InjectedAct): void {
    const { tracer, faults } = this.#parts;
    const state = this.services.get(place.service ?? '')?.status().state ?? 'down';
    tellListenerHit(fault, place, { state, tracer });
    // As long as it delays: ended any sooner, it would let go at once what it has just delayed.
    faults.hit(fault, 'delayMs' in act ? act.delayMs : 0);
  }
}
