// Switching what messages travel by, as people do it to compare: listeners, brokers, wires and steps change together, so that
// every message still finds whom it found before. What cannot be kept is said in words.
import { freshId } from '../../ids.ts';
import { transports } from '../../transports/transport.ts';
import { checkFlow } from '../checkFlow.ts';
import type { Broker, Flow, Position } from '../flow.ts';
import { keepQueues } from '../keepQueue.ts';
import { listeningOn, own, wireEnd } from '../lookup.ts';
import { receiversOf, rerouteWires } from './rerouteWires.ts';
import { switchListeners } from './switchListeners.ts';
import type { MessageTransport } from './targets.ts';

export interface Switching {
  to: MessageTransport;
  /** What is switched: everything, one service with all that lead to it, or one wire, whose services keep their other doors. */
  what: 'flow' | { service: string } | { wire: string };
  /** Where a new broker finds room near this place. */
  placeFor: (wanted: Position) => Position;
}

export interface Switched {
  flow: Flow;
  /** What will be different or gone, one sentence each. Empty when all is kept. */
  losses: string[];
}

/** The flow after the switch, and what it loses. Pure; the given flow stays as it is. */
export function switchTransport(flow: Flow, { to, what, placeFor }: Switching): Switched {
  const services = servicesOf(flow, what);
  const wires = wiresOf(flow, what, services);
  const { flow: withBroker, broker } = withBrokerFor(flow, { to, services, placeFor });
  const listened = switchListeners(withBroker, { to, services, broker, isAdded: isOneWire(what) });
  const doors = new Map(services.map((id) => [id, broker ?? id]));
  const rerouted = rerouteWires(flow, keepQueues(flow, listened.flow), { wires, doors });
  const done = withoutIdleBrokers(rerouted.flow, flow);
  return { flow: done, losses: [...listened.losses, ...rerouted.losses, ...newProblems(flow, done)] };
}

const isOneWire = (what: Switching['what']): boolean => typeof what === 'object' && 'wire' in what;

/** The services that shall be heard by another transport. */
function servicesOf(flow: Flow, what: Switching['what']): string[] {
  if (what === 'flow') return Object.keys(flow.services).filter((id) => isHearing(flow, id));
  if ('service' in what) return own(flow.services, what.service) === undefined ? [] : [what.service];
  const wire = own(flow.wires, what.wire);
  if (wire === undefined) return [];
  const end = wireEnd(flow, wire.to);
  if (end?.kind === 'service') return [end.id];
  return end?.kind === 'broker' ? receiversOf(flow, what.wire) : [];
}

const isHearing = (flow: Flow, id: string): boolean =>
  Object.values(own(flow.services, id)?.listeners ?? {}).some(({ transport }) => transport !== 'http');

/** The wires that lead to one of these services, by themselves or through a broker. */
function wiresOf(flow: Flow, what: Switching['what'], services: readonly string[]): string[] {
  if (typeof what === 'object' && 'wire' in what) return [what.wire];
  const ends = new Set(services);
  for (const id of services) {
    for (const listener of Object.values(own(flow.services, id)?.listeners ?? {}))
      if ('broker' in listener) ends.add(listener.broker);
  }
  return Object.entries(flow.wires).flatMap(([id, wire]) => (ends.has(wire.to) ? [id] : []));
}

interface BrokerAsk extends Pick<Switching, 'to' | 'placeFor'> {
  services: readonly string[];
}

/** The broker the services will listen on: the first there is, else a new one between callers and services. */
function withBrokerFor(flow: Flow, { to, services, placeFor }: BrokerAsk): { flow: Flow; broker?: string } {
  if (!isBrokered(to) || services.length === 0) return { flow };
  const known = Object.entries(flow.brokers).find(([, { transport }]) => transport === to)?.[0];
  if (known !== undefined) return { flow, broker: known };
  const broker = Object.hasOwn(idsOf(flow), to) ? freshId(to, idsOf(flow)) : to;
  const value: Broker = {
    name: freeBrokerName(flow, to),
    transport: to,
    position: vacatedBy(flow, services) ?? placeFor(middleOf(flow, services)),
  };
  return { flow: { ...flow, brokers: { ...flow.brokers, [broker]: value } }, broker };
}

const isBrokered = (transport: MessageTransport): transport is Broker['transport'] => transports[transport].viaBroker;

const idsOf = (flow: Flow): Record<string, unknown> => ({
  ...flow.services,
  ...flow.brokers,
  ...flow.drivers,
  ...flow.externals,
  ...flow.notes,
  ...flow.groups,
  ...flow.registries,
});

function freeBrokerName(flow: Flow, wanted: string): string {
  const taken = new Set([...Object.values(flow.brokers), ...Object.values(flow.services)].map(({ name }) => name));
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`;
  return name;
}

/** Where a broker stands that only these services listen on: it goes, and its successor takes its place. */
function vacatedBy(flow: Flow, services: readonly string[]): Position | undefined {
  const vacated = Object.entries(flow.brokers).find(([id]) => {
    const listening = listeningOn(flow, id);
    return listening.length > 0 && listening.every((service) => services.includes(service));
  });
  return vacated?.[1].position;
}

/** The middle of the services and of whoever leads a wire to them. */
function middleOf(flow: Flow, services: readonly string[]): Position {
  const callers = Object.values(flow.wires).flatMap(({ from, to }) => (services.includes(to) ? [from] : []));
  const places = [...services, ...callers].flatMap((id) => own(flow.services, id)?.position ?? []);
  const mean = (axis: 'x' | 'y'): number => places.reduce((sum, place) => sum + place[axis], 0) / (places.length || 1);
  return { x: Math.round(mean('x')), y: Math.round(mean('y')) };
}

/** A broker that nobody uses since the switch goes; one that stood idle before is the drawer's own. */
function withoutIdleBrokers(flow: Flow, before: Flow): Flow {
  const isUsed = (one: Flow, id: string): boolean =>
    listeningOn(one, id).length > 0 || Object.values(one.wires).some(({ to }) => to === id);
  const kept = Object.entries(flow.brokers).filter(([id]) => isUsed(flow, id) || !isUsed(before, id));
  return { ...flow, brokers: Object.fromEntries(kept) };
}

/** What the checks find now and did not find before. */
function newProblems(before: Flow, after: Flow): string[] {
  const known = new Set(checkFlow(before).map(({ message }) => message));
  return checkFlow(after).flatMap(({ message }) => (known.has(message) ? [] : [message]));
}
