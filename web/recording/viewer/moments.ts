import type { SessionStatus } from '#shared/status.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { standingAfter, type Standing } from '#shared/recording/standing.ts';
import { isHopEvent, type ChangeEvent } from '#shared/trace.ts';

/** How a recorded playground stood at each moment: what was drawn, what was broken, what was up. */
export class Moments {
  readonly #standings: Standing[];
  readonly #changes: ChangeEvent[];
  #status: { flow: Flow; count: number; status: SessionStatus } | undefined;

  constructor({ startedAtUs, flow, faults, acts, events }: Recording) {
    this.#standings = [{ atUs: startedAtUs, flow, faults }];
    for (const act of acts.toSorted((a, b) => a.atUs - b.atUs)) {
      const before = this.#standings.at(-1);
      if (before !== undefined) this.#standings.push(standingAfter(before, act));
    }
    this.#changes = events.flatMap((event) => (isHopEvent(event) ? [] : [event])).toSorted((a, b) => a.atUs - b.atUs);
  }

  standingAt(atUs: number): Standing {
    const standing = this.#standings.findLast((one) => one.atUs <= atUs) ?? this.#standings[0];
    if (standing === undefined) throw new Error('A recording has a beginning');
    return standing;
  }

  /** What is not told of is up: a recording says what changed. */
  statusAt(atUs: number): SessionStatus {
    const { flow } = this.standingAt(atUs);
    const changes = this.#changes.filter((change) => change.atUs <= atUs);
    const known = this.#status;
    if (known !== undefined && known.flow === flow && known.count === changes.length) return known.status;
    const status = statusOf(flow, changes);
    this.#status = { flow, count: changes.length, status };
    return status;
  }
}

const serviceStates = ['starting', 'up', 'degraded', 'down'] as const;
const wireStates = ['idle', 'connected', 'reconnecting', 'disconnected', 'closed'] as const;
const brokerStates = ['starting', 'up', 'down'] as const;

function statusOf(flow: Flow, changes: readonly ChangeEvent[]): SessionStatus {
  const told = new Map<string, string>();
  for (const { type, service, replica, wire, broker, state } of changes) {
    if (type === 'serviceChanged' && service !== undefined)
      told.set(replica === undefined ? `service ${service}` : `replica ${service} ${replica}`, state);
    if (type === 'wireChanged' && wire !== undefined) told.set(`wire ${wire}`, state);
    if (type === 'brokerChanged' && broker !== undefined) told.set(`broker ${broker}`, state);
  }
  const stateOf = <S extends string>(key: string, states: readonly S[], usual: S): S =>
    states.find((state) => state === told.get(key)) ?? usual;
  const services = Object.entries(flow.services).map(([id, { replicas, listeners }]) => {
    const state = stateOf(`service ${id}`, serviceStates, 'up');
    const of = Array.from({ length: replicas }, (_, index) => ({
      state: stateOf(`replica ${id} ${index}`, serviceStates, state),
    }));
    const heard = Object.entries(listeners).map(([name, { transport }]) => [name, { transport, ports: [], state }]);
    return [id, { state, listeners: Object.fromEntries(heard), replicas: of, problems: [] }];
  });
  const wires = Object.keys(flow.wires).map((id) => [id, { state: stateOf(`wire ${id}`, wireStates, 'connected') }]);
  const drivers = Object.keys(flow.drivers).map((id) => [id, { perSecond: 0, running: false }]);
  const brokers = Object.keys(flow.brokers).map((id) => [
    id,
    { state: stateOf(`broker ${id}`, brokerStates, 'up'), source: 'built-in', port: 0, label: 'recorded' },
  ]);
  return {
    runner: 'up',
    services: Object.fromEntries(services) as SessionStatus['services'],
    wires: Object.fromEntries(wires) as SessionStatus['wires'],
    drivers: Object.fromEntries(drivers) as SessionStatus['drivers'],
    brokers: Object.fromEntries(brokers) as SessionStatus['brokers'],
  };
}
