import { freshId } from '../../ids.ts';
import { rewriteSteps } from '../../steps/rewriteSteps.ts';
import { walkSteps, type Step, type StepOf } from '../../steps/step.ts';
import type { Flow, Handler, Wire } from '../flow.ts';
import { ledTo } from '../ledTo.ts';
import { own, reachableHandlers } from '../lookup.ts';
import { patternRoute, patternText, type Pattern } from '../pattern.ts';
import { rmqRoute } from '../rmqRoute.ts';
import { freeToken, tokenOf } from '../token.ts';

type Outgoing = StepOf<'send'> | StepOf<'emit'>;

export interface Reroute {
  wires: readonly string[];
  /** Where each switched service is reached from now on: its own id, or that of a broker. */
  doors: ReadonlyMap<string, string>;
}

/** The services that get what the steps of this wire's caller send over it. */
export function receiversOf(flow: Flow, wire: string): string[] {
  const found = outgoingOver(flow, wire).flatMap(({ pattern }) => receivers(flow, { wire, pattern }));
  return [...new Set(found)];
}

/**
 * Leads each wire to where its receivers are reached now. When they stand behind several doors, the caller gets a wire to each,
 * and its steps ask the one that their pattern needs. `before` says who received what, `after` has the new listeners.
 */
export function rerouteWires(before: Flow, after: Flow, { wires, doors }: Reroute): { flow: Flow; losses: string[] } {
  const losses: string[] = [];
  let flow = after;
  for (const id of wires) {
    const wire = own(before.wires, id);
    if (wire === undefined) continue;
    const called = own(before.services, wire.to) === undefined ? receiversOf(before, id) : [wire.to];
    const doorsOf = (pattern: Pattern): string[] => [
      ...new Set(receivers(before, { wire: id, pattern }).map((service) => doors.get(service) ?? wire.to)),
    ];
    const calleeOf = (door: string): string | undefined =>
      onlyOne(called.filter((service) => doors.get(service) === door));
    const wanted = new Set(outgoingOver(before, id).flatMap(({ pattern }) => doorsOf(pattern)));
    if (wanted.size === 0) wanted.add(defaultDoor(before, wire, doors));
    // Where it leads already it stays; else it leads to the first, and the others get wires of their own.
    const first = wanted.has(wire.to) ? wire.to : ([...wanted][0] ?? wire.to);
    const roads = new Map<string, string>();
    for (const door of [first, ...wanted]) {
      if (roads.has(door)) continue;
      const road = roadTo(flow, {
        id,
        wire: ledTo(after, wire, { to: door, callee: calleeOf(door) }),
        before: wire,
        isFirst: door === first,
      });
      flow = road.flow;
      roads.set(door, road.wire);
    }
    const split = askRoads(flow, { id, wire, roads, doorsOf });
    flow = split.flow;
    losses.push(...split.losses);
  }
  return { flow, losses };
}

/** Of a wire that no step uses. */
function defaultDoor(flow: Flow, wire: Wire, doors: Reroute['doors']): string {
  const here = doors.get(wire.to);
  if (here !== undefined) return here;
  const heard = new Set(reachableHandlers(flow, wire.to).map(({ service }) => doors.get(service) ?? wire.to));
  return heard.size === 1 ? ([...heard][0] ?? wire.to) : wire.to;
}

/** Of several, topics have to find each. */
const onlyOne = (services: readonly string[]): string | undefined => (services.length === 1 ? services[0] : undefined);

interface Road {
  id: string;
  /** As it was drawn. */
  before: Wire;
  /** As it leads to the door. */
  wire: Wire;
  isFirst: boolean;
}

/** The wire from this caller to that door: one that does the same already, the old one led there, or a new one. */
function roadTo(flow: Flow, { id, before, wire, isFirst }: Road): { flow: Flow; wire: string } {
  const door = wire.to;
  const twin = Object.entries(flow.wires).find(
    ([other, one]) =>
      other !== id &&
      one.from === wire.from &&
      one.to === door &&
      same(one.policies, wire.policies) &&
      // To another queue it is another road.
      same(rmqRoute(flow, one), rmqRoute(flow, wire)),
  )?.[0];
  const name = nameOf(flow, door);
  if (twin !== undefined) {
    const { [id]: replaced, ...others } = flow.wires;
    return { flow: isFirst && replaced !== undefined ? { ...flow, wires: others } : flow, wire: twin };
  }
  const isSame = isFirst && before.to === door;
  if (isSame) return { flow, wire: id };
  const road = isFirst ? id : freshId('wire', flow.wires);
  const { [road]: _old, ...others } = flow.wires;
  // Named by its service, or from one broker to the next as it was.
  const isKept = isFirst && isBroker(flow, door) && !Object.hasOwn(flow.services, before.to);
  const token = isKept ? wire.name : freeToken({ ...flow, wires: others }, wire.from, tokenOf(name));
  return { flow: { ...flow, wires: { ...flow.wires, [road]: { ...wire, name: token } } }, wire: road };
}

const isBroker = (flow: Flow, id: string): boolean => own(flow.brokers, id) !== undefined;

const nameOf = (flow: Flow, door: string): string =>
  own(flow.services, door)?.name ?? own(flow.brokers, door)?.name ?? door;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? {}) === JSON.stringify(other ?? {});

interface Split {
  id: string;
  wire: Wire;
  roads: ReadonlyMap<string, string>;
  doorsOf: (pattern: Pattern) => string[];
}

function askRoads(flow: Flow, { id, wire, roads, doorsOf }: Split): { flow: Flow; losses: string[] } {
  const caller = own(flow.services, wire.from);
  if (caller === undefined) return { flow, losses: [] };
  const losses: string[] = [];
  const first = [...roads.values()][0] ?? id;
  const ask = (step: Step): Step[] => {
    if ((step.do !== 'send' && step.do !== 'emit') || step.wire !== id) return [step];
    const found = doorsOf(step.pattern).map((door) => roads.get(door) ?? first);
    const text = patternText(step.pattern);
    if (found.length > 1 && step.do === 'emit')
      losses.push(`"${caller.name}" emits ${text} ${found.length} times now, once for each service that hears it.`);
    if (found.length > 1 && step.do === 'send')
      losses.push(
        `${text} was answered by ${found.length} services; from now on "${caller.name}" asks the first only.`,
      );
    const asked = step.do === 'send' ? found.slice(0, 1) : found;
    return asked.length === 0 ? [{ ...step, wire: first }] : asked.map((road) => ({ ...step, wire: road }));
  };
  const handlers = Object.entries(caller.handlers).map(([handler, one]): [string, Handler] => [
    handler,
    { ...one, steps: rewriteSteps(one.steps, ask) },
  ]);
  const services = { ...flow.services, [wire.from]: { ...caller, handlers: Object.fromEntries(handlers) } };
  return { flow: { ...flow, services }, losses };
}

function outgoingOver(flow: Flow, wire: string): Outgoing[] {
  const found: Outgoing[] = [];
  for (const { handlers } of Object.values(flow.services)) {
    for (const { steps } of Object.values(handlers)) {
      walkSteps(steps, '', (step) => {
        if ((step.do === 'send' || step.do === 'emit') && step.wire === wire) found.push(step);
      });
    }
  }
  return found;
}

/** The services behind the wire with a handler of this pattern. */
function receivers(flow: Flow, { wire, pattern }: { wire: string; pattern: Pattern }): string[] {
  const to = own(flow.wires, wire)?.to;
  if (to === undefined) return [];
  const route = patternRoute(pattern);
  const found = reachableHandlers(flow, to).flatMap(({ service, on }) =>
    !('http' in on) && patternRoute('message' in on ? on.message : on.event) === route ? [service] : [],
  );
  return [...new Set(found)];
}
