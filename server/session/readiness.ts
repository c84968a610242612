import type { Flow } from '#shared/flow/flow.ts';
import { own, wireEnd } from '#shared/flow/lookup.ts';
import type { BrokerStatus, RunnerStatus, ServiceHealth, ServiceStatus } from '#shared/status.ts';

/** What decides whether services can take messages. All of it is told as it changes: nobody is asked for this. */
export interface ReadinessParts extends Pick<RunnerStatus, 'services' | 'wires'> {
  flow: Flow;
  brokers: Readonly<Record<string, BrokerStatus>>;
  /** SIGSTOP: it is there and answers nothing. */
  standsStill: (broker: string) => boolean;
}

/** The services with their health, by what is known of their listeners and of the brokers that they listen on or send to. */
export function withHealth(parts: ReadinessParts): RunnerStatus['services'] {
  return Object.fromEntries(
    Object.entries(parts.services).map(([id, status]) => [id, { ...status, health: healthOf(id, status, parts) }]),
  );
}

function healthOf(id: string, status: ServiceStatus, parts: ReadinessParts): ServiceHealth {
  if (status.state === 'down') return { ready: false, because: ['It is down.'] };
  if (status.state === 'starting') return { ready: false, because: ['It is starting.'] };
  const brokers = [...brokersOf(id, parts.flow)].flatMap((broker) => brokerReason(broker, parts));
  const lost = Object.entries(parts.flow.wires).flatMap(([wire, { from, to, name }]) =>
    from === id && own(parts.flow.brokers, to) !== undefined && own(parts.wires, wire)?.state === 'reconnecting'
      ? [`Wire "${name}" has lost its connection to broker "${nameOf(to, parts)}" and tries again.`]
      : [],
  );
  // What is known of the broker says it better.
  const because = brokers.length > 0 ? brokers : [...new Set([...listenerReasons(id, status), ...lost])];
  return { ready: because.length === 0, because };
}

/** Those that it listens on, and those that its wires lead to. */
function brokersOf(id: string, flow: Flow): Set<string> {
  const heard = Object.values(own(flow.services, id)?.listeners ?? {}).flatMap((listener) =>
    'broker' in listener ? [listener.broker] : [],
  );
  const sentTo = Object.values(flow.wires).flatMap(({ from, to }) =>
    from === id && wireEnd(flow, to)?.kind === 'broker' ? [to] : [],
  );
  return new Set([...heard, ...sentTo]);
}

function brokerReason(broker: string, parts: ReadinessParts): string[] {
  const state = own(parts.brokers, broker)?.state ?? 'down';
  const name = nameOf(broker, parts);
  if (state === 'down') return [`Broker "${name}" is down.`];
  if (state === 'starting') return [`Broker "${name}" is starting.`];
  return parts.standsStill(broker) ? [`Broker "${name}" stands still.`] : [];
}

/** One replica that is up can take all messages; else it is the listeners that are not. */
function listenerReasons(id: string, { replicas, listeners, problems }: ServiceStatus): string[] {
  if (replicas.some(({ state }) => state === 'up')) return [];
  return Object.entries(listeners).flatMap(([listener, { transport, state }]) => {
    if (state === 'up') return [];
    const told = problems.find(({ at }) => at === `services.${id}.listeners.${listener}`);
    return [told?.message ?? `Its ${transport} listener is not up.`];
  });
}

const nameOf = (broker: string, { flow }: ReadinessParts): string => own(flow.brokers, broker)?.name ?? broker;
