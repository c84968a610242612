import type { Flow, Service } from '../flow.ts';
import { own } from '../lookup.ts';
import {
  isMessageListener,
  isSharing,
  messageTransports,
  newListener,
  ownSettings,
  registrySetting,
} from './targets.ts';
import type { MessageListener, MessageTransport } from './targets.ts';

export interface ListenerSwitch {
  to: MessageTransport;
  services: readonly string[];
  /** Undefined for a transport without one. */
  broker: string | undefined;
  /** The other doors stay, this one comes beside them. */
  isAdded: boolean;
}

/** Gives each of the services one listener of that transport, in the place of all that messages came in by. */
export function switchListeners(flow: Flow, ask: ListenerSwitch): { flow: Flow; losses: string[] } {
  const losses: string[] = [];
  const services = Object.entries(flow.services).map(([id, service]): [string, Service] => {
    if (!ask.services.includes(id)) return [id, service];
    const switched = switchService(service, ask);
    losses.push(...switched.losses);
    return [id, switched.service];
  });
  return { flow: { ...flow, services: Object.fromEntries(services) }, losses };
}

function switchService(service: Service, ask: ListenerSwitch): { service: Service; losses: string[] } {
  const old = Object.values(service.listeners).filter(isMessageListener);
  const same = old.find((listener) => isSameDoor(listener, ask));
  if (same !== undefined && (ask.isAdded || old.length === 1)) return { service, losses: [] };
  const isShared = old.length === 0 || old.some(isSharing);
  const made = newListener(ask.to, { service: service.name, broker: ask.broker ?? '', isShared });
  const listener = same ?? withRegistry(made, old);
  // A wire that leads straight to a service takes the first such door: beside another one it would not be used.
  const replaced = ask.isAdded ? old.filter((one) => !('broker' in one) && !('broker' in listener)) : old;
  const kept = Object.entries(service.listeners).filter(([, one]) => !replaced.some((gone) => gone === one));
  const listeners = Object.fromEntries(kept);
  const id = own(listeners, ask.to) === undefined ? ask.to : `${ask.to}-${kept.length + 1}`;
  const losses = ask.isAdded
    ? doorLosses(service, { replaced, listener })
    : [...settingLosses(service, { old, listener }), ...mergeLosses(service, old)];
  return {
    service: { ...service, listeners: { ...listeners, [id]: listener } },
    losses: [...losses, ...reachLosses(service, { isShared, listener, ask })],
  };
}

/** The other transport whose replicas register goes on where it was registered. */
function withRegistry(made: MessageListener, old: readonly MessageListener[]): MessageListener {
  if (made.transport !== 'tcp' && made.transport !== 'grpc') return made;
  const registry = old.flatMap((one) => ('registry' in one ? (one.registry ?? []) : []))[0];
  return registry === undefined ? made : { ...made, registry };
}

const isSameDoor = (listener: MessageListener, { to, broker }: ListenerSwitch): boolean =>
  listener.transport === to && (!('broker' in listener) || listener.broker === broker);

function settingLosses(
  { name }: Service,
  { old, listener }: { old: readonly MessageListener[]; listener: MessageListener },
): string[] {
  const kept =
    'registry' in listener && listener.registry !== undefined ? registrySetting(listener.registry) : undefined;
  const gone = old
    .filter((one) => one !== listener)
    .flatMap(ownSettings)
    .filter((setting) => setting !== kept);
  return gone.length === 0 ? [] : [`"${name}" has no more ${gone.join(', ')}: that is a setting of the old transport.`];
}

/** Of the other wires that lead straight to it. */
function doorLosses(
  service: Service,
  { replaced, listener }: { replaced: readonly MessageListener[]; listener: MessageListener },
): string[] {
  if (replaced.length === 0) return [];
  const { label } = messageTransports[listener.transport];
  const others = `Every wire that leads straight to "${service.name}" goes by ${label} now.`;
  return [...settingLosses(service, { old: replaced, listener }), others];
}

function mergeLosses({ name }: Service, old: readonly MessageListener[]): string[] {
  if (old.length < 2) return [];
  const labels = old.map(({ transport }) => messageTransports[transport].label).join(' and ');
  return [`"${name}" listened by ${labels}; now it has one way in for all its messages.`];
}

/** With one replica it makes no difference who of them gets a message. */
function reachLosses(
  { name, replicas }: Service,
  { isShared, listener, ask }: { isShared: boolean; listener: MessageListener; ask: ListenerSwitch },
): string[] {
  const { label } = messageTransports[ask.to];
  if (replicas < 2 || isSharing(listener) === isShared) return [];
  return isShared
    ? [`"${name}" runs ${replicas} times: until now one of them got each message, over ${label} every one does.`]
    : [`"${name}" runs ${replicas} times: until now every one got each message, over ${label} one of them does.`];
}
