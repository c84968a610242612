import { isDeepStrictEqual as isEqual } from 'node:util';
import type { Driver, Registry, Service, Wire } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { partOf } from '#shared/flow/processes.ts';
import type { Plan } from '#shared/ipc.ts';
import { grpcContract } from '#shared/transports/grpcContract.ts';
import { callers } from './planFacts.ts';
import { resolveWire } from './wire/wireEnd.ts';

/**
 * What must be done so that what runs becomes what is wanted. Pure: two plans in, a list out.
 *
 * Only what runs counts: positions, names, notes, groups and the flow's name change nothing. Steps are swapped without a
 * reconnect; a pattern, listener, port or broker rebuilds that one service; wires keep their connections unless they
 * lead elsewhere.
 */
export type Operation =
  | { do: 'startService' | 'stopService' | 'rebuildService' | 'swapHandlers' | 'resizeService'; service: string }
  | { do: 'startWire' | 'stopWire' | 'restartWire' | 'retuneWire' | 'resizeWire'; wire: string }
  | { do: 'startRegistry' | 'stopRegistry' | 'retuneRegistry'; registry: string }
  | { do: 'startDriver' | 'stopDriver' | 'retuneDriver'; driver: string };

export type PlannedParts = Pick<Plan, 'flow' | 'brokers' | 'allowedHosts' | 'apart'>;

const nothing: PlannedParts = {
  flow: { version: 1, name: '', services: {}, brokers: {}, wires: {}, drivers: {}, externals: {}, notes: {} },
  brokers: {},
  allowedHosts: [],
};

/**
 * In stages; the operations of one stage may be done at once. What goes, then registries, wires (they wait for services),
 * services, drivers. A replica ends before its clients do: else what its handlers have sent would fail in their hands.
 */
export function planOperations(running: PlannedParts = nothing, wanted: PlannedParts): Operation[][] {
  const before = partOf(running.flow, running.apart);
  const after = partOf(wanted.flow, wanted.apart);
  const services = changes(before.services, after.services);
  const wires = changes(before.wires, after.wires);
  const drivers = changes(before.drivers, after.drivers);
  const registries = changes(registriesHere(running), registriesHere(wanted));
  const changedWires = wires.kept.flatMap(([wire]) => changedWire(wire, running, wanted));
  const isShrinking = (operation: Operation): boolean =>
    operation.do === 'resizeWire' && callersOf(operation.wire, wanted) < callersOf(operation.wire, running);
  const stages: Operation[][] = [
    [
      ...drivers.gone.map((driver): Operation => ({ do: 'stopDriver', driver })),
      ...services.gone.map((service): Operation => ({ do: 'stopService', service })),
    ],
    wires.gone.map((wire): Operation => ({ do: 'stopWire', wire })),
    [
      ...registries.gone.map((registry): Operation => ({ do: 'stopRegistry', registry })),
      ...registries.fresh.map((registry): Operation => ({ do: 'startRegistry', registry })),
      ...registries.kept.flatMap(([registry, was, is]) => changedRegistry(registry, was, is)),
    ],
    [
      ...wires.fresh.map((wire): Operation => ({ do: 'startWire', wire })),
      ...changedWires.filter((operation) => !isShrinking(operation)),
    ],
    [
      ...services.kept.flatMap(([service, before, after]) =>
        changedService({ service, before, after }, running, wanted),
      ),
      ...services.fresh.map((service): Operation => ({ do: 'startService', service })),
    ],
    [
      ...changedWires.filter(isShrinking),
      ...drivers.fresh.map((driver): Operation => ({ do: 'startDriver', driver })),
      ...drivers.kept.flatMap(([driver, before, after]) => changedDriver(driver, before, after)),
    ],
  ];
  return stages.filter((stage) => stage.length > 0);
}

interface Changes<T> {
  gone: string[];
  fresh: string[];
  kept: [id: string, before: T, after: T][];
}

function changes<T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>): Changes<T> {
  return {
    gone: Object.keys(before).filter((id) => !Object.hasOwn(after, id)),
    fresh: Object.keys(after).filter((id) => !Object.hasOwn(before, id)),
    kept: Object.entries(after).flatMap(([id, item]) => {
      const old = own(before, id);
      return old === undefined ? [] : [[id, old, item] satisfies [string, T, T]];
    }),
  };
}

function changedService(
  { service, before, after }: { service: string; before: Service; after: Service },
  running: PlannedParts,
  wanted: PlannedParts,
): Operation[] {
  if (!isEqual(frameOf(before, running), frameOf(after, wanted))) return [{ do: 'rebuildService', service }];
  const isSwap = !isEqual(before.handlers, after.handlers) || before.store !== after.store;
  return [
    ...(isSwap ? [{ do: 'swapHandlers', service } as const] : []),
    ...(before.replicas === after.replicas ? [] : [{ do: 'resizeService', service } as const]),
  ];
}

/**
 * What a Nest application is built from; of gRPC the .proto too, with its names and streams. The order of handlers counts,
 * as Nest keeps the last of one pattern.
 */
function frameOf(service: Service, { flow, brokers }: PlannedParts): object {
  const { listeners, handlers, inheritAppConfig, filter, validation } = service;
  return {
    settings: [inheritAppConfig, filter, validation],
    listeners: Object.entries(listeners),
    contract: Object.values(listeners).some(({ transport }) => transport === 'grpc')
      ? grpcContract(service)
      : undefined,
    patterns: Object.entries(handlers).map(([id, { on, expects }]) => [id, on, expects]),
    brokers: Object.values(listeners).map((listener) =>
      'broker' in listener ? [own(flow.brokers, listener.broker)?.transport, own(brokers, listener.broker)] : [],
    ),
  };
}

function changedWire(id: string, running: PlannedParts, wanted: PlannedParts): Operation[] {
  const before = own(running.flow.wires, id);
  const after = own(wanted.flow.wires, id);
  if (before === undefined || after === undefined) return [];
  const isSame =
    before.from === after.from && isEqual(connectionOf(id, before, running), connectionOf(id, after, wanted));
  if (!isSame) return [{ do: 'restartWire', wire: id }];
  const resized = callersOf(id, running) !== callersOf(id, wanted);
  return [
    ...(isEqual(before.policies, after.policies) ? [] : [{ do: 'retuneWire', wire: id } as const]),
    ...(resized ? [{ do: 'resizeWire', wire: id } as const] : []),
  ];
}

/** How many replicas send over it. */
function callersOf(id: string, parts: PlannedParts): number {
  const wire = own(parts.flow.wires, id);
  return wire === undefined ? 0 : callers(wire, parts);
}

/** Where it leads, without the words of a Problem: these hold names, which may change. */
function connectionOf(id: string, wire: Wire, parts: PlannedParts): unknown {
  const resolved = resolveWire(id, wire, parts);
  return resolved.ok ? resolved.target : [resolved.problem.code, wire.to];
}

/** They live where the services do that have no process of their own. */
const registriesHere = ({ flow, apart }: PlannedParts): Record<string, Registry> =>
  apart === undefined ? (flow.registries ?? {}) : {};

function changedRegistry(registry: string, before: Registry, after: Registry): Operation[] {
  const isSame = before.heartbeatMs === after.heartbeatMs && before.timeoutMs === after.timeoutMs;
  return isSame ? [] : [{ do: 'retuneRegistry', registry }];
}

function changedDriver(driver: string, before: Driver, after: Driver): Operation[] {
  // Where it stands and what it is called is nothing to what it does.
  const workOf = ({ name: _name, position: _position, ...work }: Driver): object => work;
  return isEqual(workOf(before), workOf(after)) ? [] : [{ do: 'retuneDriver', driver }];
}
