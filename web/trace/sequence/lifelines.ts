import type { Flow } from '#shared/flow/flow.ts';
import { own, wireEnd } from '#shared/flow/lookup.ts';
import type { HopView } from '../hopView.ts';

/** Who takes part: a driver, one replica of a service, a broker, an address outside, or somebody else's client. */
export interface Lifeline {
  key: string;
  name: string;
  kind: 'driver' | 'service' | 'broker' | 'external' | 'outside';
  /** The service, broker, driver or external in the flow. */
  id?: string | undefined;
}

const outside: Lifeline = { key: 'outside', name: 'outside', kind: 'outside' };

/** Finds lifelines. A service with several replicas has one for each; a message that reached none of them goes to the service. */
export class Lifelines {
  readonly #flow: Flow;
  readonly #manyReplicas: ReadonlySet<string>;

  constructor(flow: Flow, hops: readonly HopView[]) {
    this.#flow = flow;
    const many = new Set(Object.keys(flow.services).filter((id) => (own(flow.services, id)?.replicas ?? 1) > 1));
    // Fewer may be wanted by now than there were.
    for (const { events } of hops)
      for (const { service, replica = 0 } of events) if (service !== undefined && replica > 0) many.add(service);
    this.#manyReplicas = many;
  }

  service(id: string, replica: number | undefined): Lifeline {
    const name = own(this.#flow.services, id)?.name ?? id;
    if (replica === undefined || !this.#manyReplicas.has(id))
      return { key: `service ${id}`, name, kind: 'service', id };
    return { key: `service ${id} ${replica}`, name: `${name} #${replica + 1}`, kind: 'service', id };
  }

  /** Who sent a message. */
  callerOf(hop: HopView): Lifeline {
    const { driver, wire } = hop;
    if (driver !== undefined)
      return {
        key: `driver ${driver}`,
        name: own(this.#flow.drivers, driver)?.name ?? driver,
        kind: 'driver',
        id: driver,
      };
    const called = hop.events.find(({ type }) => type === 'called' || type === 'sent');
    const service = called?.service ?? (wire === undefined ? undefined : own(this.#flow.wires, wire)?.from);
    return service === undefined ? outside : this.service(service, called?.replica);
  }

  /** What a message went through on its way, when that is a broker. */
  brokerOf(hop: HopView): Lifeline | undefined {
    const end = wireEnd(this.#flow, own(this.#flow.wires, hop.wire ?? '')?.to ?? '');
    const id =
      hop.events.find(({ broker }) => broker !== undefined)?.broker ?? (end?.kind === 'broker' ? end.id : undefined);
    if (id === undefined) return undefined;
    return { key: `broker ${id}`, name: own(this.#flow.brokers, id)?.name ?? id, kind: 'broker', id };
  }

  /** Where a message was going that nobody received. */
  targetOf(hop: HopView): Lifeline {
    const to =
      hop.external ?? own(this.#flow.wires, hop.wire ?? '')?.to ?? own(this.#flow.drivers, hop.driver ?? '')?.to;
    const end = wireEnd(this.#flow, to ?? '');
    switch (end?.kind) {
      case 'service':
        return this.service(end.id, undefined);
      case 'broker':
        return { key: `broker ${end.id}`, name: end.broker.name, kind: 'broker', id: end.id };
      case 'external':
        return { key: `external ${end.id}`, name: end.external.name, kind: 'external', id: end.id };
      case undefined:
        return to === undefined ? outside : { key: `external ${to}`, name: to, kind: 'external' };
    }
  }
}
