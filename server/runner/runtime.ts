import { Logger } from '@nestjs/common';
import type { BrokerContents } from '#shared/brokerContents.ts';
import type { MessageIds } from '#shared/bytes/findMessage.ts';
import type { Crossing } from '#shared/bytes/messageBytes.ts';
import type { Fault } from '#shared/faults/fault.ts';
import type { FaultProgress } from '#shared/faults/progress.ts';
import { servicesApart } from '#shared/flow/processes.ts';
import type { DriveResult, Hosted, MessageToSend, Plan, SendResult } from '#shared/ipc.ts';
import type { Json } from '#shared/json.ts';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';
import type { RunnerStatus } from '#shared/status.ts';
import { readMessage } from './bytes/readMessage.ts';
import { ByteBoard } from './bytes/byteBoard.ts';
import { ActiveFaults } from './faults/activeFaults.ts';
import { HeldBoard } from './faults/hold/heldBoard.ts';
import { LatestOnly } from './latestOnly.ts';
import type { RegistryAction } from './registry/liveRegistry.ts';
import type { ServiceAction } from './replicaSlot.ts';
import { LiveFlow } from './liveFlow.ts';
import { hostingOf, Neighbours } from './neighbours.ts';
import { planOperations, type Operation } from './plan.ts';
import { sendByHand } from './sendByHand.ts';
import { HopLedger } from './trace/hopLedger.ts';
import type { Tracer } from './trace/tracer.ts';

export interface RuntimeOptions {
  tracer: Tracer;
  /** Something in `status()` may have changed. May come often: put several together. */
  onStatus: () => void;
  /** A fault ended by itself. */
  /** `faultsRevision`: of the faults among which it was. */
  onFaultEnded: (fault: string, faultsRevision: number) => void;
  /** `faultProgress()` is another now. Comes with every hit: put several together. */
  onFaultProgress: () => void;
  /** `held.list` is another now. Put several together. */
  onHeld: () => void;
}

const nothing = (): void => undefined;

/** For a runtime whose news interest nobody: all of `RuntimeOptions` but the tracer. */
export const unheard = { onStatus: nothing, onFaultEnded: nothing, onFaultProgress: nothing, onHeld: nothing };

export interface ServiceAct {
  service: string;
  action: ServiceAction;
  replica?: number | undefined;
}

/** One flow, alive in this process. */
export interface Runtime {
  /** Makes a plan live; of several that wait only the latest. Resolves when every service is up or has said why not. */
  apply(plan: Plan): Promise<RunnerStatus>;
  /** Puts these faults on, and only these; they are in force when it resolves. Gives the Problems of those that cannot act. */
  setFaults(faults: readonly Fault[], revision?: number, anew?: readonly string[]): Promise<Problem[]>;
  faultProgress(): FaultProgress;
  /** What breakpoints hold. */
  readonly held: Pick<HeldBoard, 'list' | 'read' | 'act' | 'actOnAll'>;
  /**
   * One message as the wire's client of replica 0 would send it, and exactly what that client got.
   * @throws ProblemError when there is no such wire, or it leads nowhere.
   */
  send(message: MessageToSend): Promise<SendResult>;
  /** One request of a driver, with `data` when it is there, else with what its expression gives. @throws ProblemError when there is no such driver. */
  drive(driver: string, data?: Json): Promise<DriveResult>;
  /** A driver with a rate begins, from the beginning, or stops. @throws ProblemError when there is no such driver. */
  actOnDriver(act: { driver: string; action: 'start' | 'stop' }): Promise<void>;
  /** What is put down stays down, through edits too, until it is started. @throws ProblemError when it is not there. */
  actOnService(act: ServiceAct): Promise<void>;
  /** Who is on its list, and what last happened. @throws ProblemError when there is no such registry. */
  readRegistry(registry: string): BrokerContents;
  /** What is put down stays down until it is started. @throws ProblemError when it is not there. */
  actOnRegistry(act: { registry: string; action: RegistryAction }): Promise<void>;
  /** The bytes in which a message crossed the links of this process, in the order in which they passed. */
  readBytes(ids: MessageIds): Crossing[];
  status(): RunnerStatus;
  /** The services in other processes of the session, all of them; wires lead there when it resolves. */
  meet(services: Readonly<Record<string, Hosted>>): Promise<void>;
  /** What other processes of the session must know of the services here; undefined when there is no other one. */
  hosting(): Record<string, Hosted> | undefined;
  /** Ends everything: no socket, timer or instance is left when it resolves. */
  close(): Promise<void>;
}

/** Nest builds an application in one go: more at once only makes each of them wait for the others. */
const doneAtOnce = 8;

export function createRuntime(options: RuntimeOptions): Runtime {
  const { tracer, onStatus, onFaultEnded, onFaultProgress, onHeld } = options;
  // What fails in here is content, told by the trace; Nest would write each of it to our console.
  Logger.overrideLogger(false);
  let running: Plan | undefined;
  let isClosed = false;
  const faults = new ActiveFaults((fault, revision) => {
    void flow.refreshFaults();
    onFaultEnded(fault, revision);
  }, onFaultProgress);
  const ledger = new HopLedger();
  const neighbours = new Neighbours();
  const bytes = new ByteBoard();
  const held = new HeldBoard({
    tracer,
    ledger,
    isOn: (fault) => faults.has(fault),
    onLetGo: (fault) => faults.letGo(fault),
    onChange: onHeld,
  });
  const flow: LiveFlow = new LiveFlow({ tracer, ledger, faults, board: held, neighbours, bytes, onStatus });

  const bringAbout = async (wanted: Plan): Promise<void> => {
    if (isClosed) return;
    const stages = planOperations(running, wanted);
    running = wanted;
    ledger.isDivided = isDivided(wanted);
    neighbours.see(wanted);
    faults.revision = wanted.faultsRevision ?? 0;
    faults.set(wanted.flow, wanted.faults);
    for (const stage of stages) await inBatches(stage, (operation) => flow.carryOut(operation, wanted));
    await flow.refreshFaults();
    onStatus();
  };
  const plans = new LatestOnly(bringAbout);

  const status = (): RunnerStatus => {
    const statuses = <T>(live: ReadonlyMap<string, { status(): T }>): Record<string, T> =>
      Object.fromEntries([...live].map(([id, one]) => [id, one.status()]));
    return {
      services: statuses(flow.services),
      wires: statuses(flow.wires),
      drivers: statuses(flow.drivers),
      ...(flow.registries.size === 0 ? {} : { registries: statuses(flow.registries) }),
    };
  };

  return {
    apply: async (plan) => {
      await plans.push(plan);
      return status();
    },
    setFaults: async (wanted, revision = 0, anew = wanted.map(({ id }) => id)) => {
      if (running === undefined) return [];
      faults.revision = revision;
      const problems = faults.set(running.flow, wanted, anew);
      await flow.refreshFaults();
      return problems;
    },
    faultProgress: () => faults.progress,
    send: async (message) => {
      const wire = found(flow.wires, 'wire', message.wire);
      const { unusable } = wire;
      if (unusable !== undefined) throw new ProblemError(unusable);
      return sendByHand(wire, message);
    },
    drive: async (driver, data) => found(flow.drivers, 'driver', driver).drive(data),
    actOnDriver: async ({ driver: id, action }) => {
      await plans.idle();
      const driver = found(flow.drivers, 'driver', id);
      if (action === 'start') driver.start();
      else driver.stop();
      onStatus();
    },
    actOnService: async ({ service: id, action, replica }) => {
      // A plan under way may be about to build this very service anew.
      await plans.idle();
      const service = found(flow.services, 'service', id);
      if (replica !== undefined && replica >= service.status().replicas.length) {
        const message = `Service "${id}" has no replica ${replica}; they count from 0. Choose another.`;
        throw new ProblemError(problem('notFound', message, 'replica'));
      }
      await service.act(action, replica);
      await flow.refreshWires();
    },
    readRegistry: (id) => found(flow.registries, 'registry', id).contents(),
    actOnRegistry: async ({ registry, action }) => {
      await plans.idle();
      await found(flow.registries, 'registry', registry).act(action);
      await flow.refreshWires();
      onStatus();
    },
    held,
    readBytes: (ids) => readMessage(bytes, ids),
    status,
    meet: async (services) => {
      neighbours.meet(services);
      await flow.refreshWires();
    },
    // Asked at each change of any service: the flow itself is not looked through each time.
    hosting: () => (ledger.isDivided ? hostingOf(flow) : undefined),
    close: async () => {
      isClosed = true;
      await plans.idle();
      faults.close();
      await flow.close();
      held.close();
    },
  };
}

const isDivided = ({ flow }: Plan): boolean => servicesApart(flow).length > 0;

async function inBatches(
  operations: readonly Operation[],
  work: (operation: Operation) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < operations.length; at += doneAtOnce) {
    await Promise.all(operations.slice(at, at + doneAtOnce).map(work));
  }
}

function found<T>(live: ReadonlyMap<string, T>, kind: 'wire' | 'driver' | 'service' | 'registry', id: string): T {
  const one = live.get(id);
  if (one !== undefined) return one;
  const message = `There is no ${kind} "${id}" in the running flow. Look at GET /api/sessions/:id for what there is.`;
  throw new ProblemError(problem('notFound', message, kind));
}
