import { matchesMqttFilter } from '#shared/transports/mqttTopic.ts';
import type { Message, QoS } from './message.ts';
import { hasWildcard } from './topic.ts';

/** Who subscribes. */
export interface Subscriber {
  /** Not connected now. */
  readonly isAsleep: boolean;
  deliver(message: Message): void;
}

export interface Subscription {
  readonly session: Subscriber;
  readonly filter: string;
  /** Of those that share filter and group, each message goes to a single one. */
  readonly group?: string | undefined;
  readonly qos: QoS;
}

/** All that want the same filter. */
interface Wanting {
  readonly levels: readonly string[];
  readonly plain: Set<Subscription>;
  /** Whose turn it is stands first. */
  readonly groups: Map<string, Subscription[]>;
}

/** Who wants what. */
export class Interest {
  readonly #exact = new Map<string, Wanting>();
  readonly #wildcards = new Map<string, Wanting>();
  readonly #limitBytes: number;
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** False when there is no room for it. */
  add(subscription: Subscription): boolean {
    const bytes = cost(subscription);
    if (this.#bytes + bytes > this.#limitBytes) return false;
    this.#bytes += bytes;
    const { filter, group } = subscription;
    const wanting = this.#at(filter);
    if (group === undefined) wanting.plain.add(subscription);
    else wanting.groups.set(group, [...(wanting.groups.get(group) ?? []), subscription]);
    return true;
  }

  remove(subscription: Subscription): void {
    const { filter, group } = subscription;
    const wanting = this.#exact.get(filter) ?? this.#wildcards.get(filter);
    if (wanting === undefined) return;
    const isGone =
      group === undefined ? wanting.plain.delete(subscription) : leave(wanting.groups, group, subscription);
    if (!isGone) return;
    this.#bytes -= cost(subscription);
    if (wanting.plain.size > 0 || wanting.groups.size > 0) return;
    this.#exact.delete(filter);
    this.#wildcards.delete(filter);
  }

  /**
   * Everybody who receives a message on this topic, with the strongest QoS of those that they asked for; of each group it is
   * the next one's turn. Who wants it several times gets it once, as from mosquitto.
   */
  receivers(topic: string): ReadonlyMap<Subscriber, QoS> {
    const found: Receivers = new Map();
    const exact = this.#exact.get(topic);
    if (exact !== undefined) collect(exact, found);
    if (this.#wildcards.size === 0) return found;
    const levels = topic.split('/');
    for (const wanting of this.#wildcards.values()) {
      if (matchesMqttFilter(wanting.levels, levels)) collect(wanting, found);
    }
    return found;
  }

  /** All of it. */
  *[Symbol.iterator](): Iterator<Subscription> {
    for (const all of [this.#exact, this.#wildcards]) {
      for (const { plain, groups } of all.values()) {
        yield* plain;
        for (const members of groups.values()) yield* members;
      }
    }
  }

  #at(filter: string): Wanting {
    const levels = filter.split('/');
    const all = hasWildcard(levels) ? this.#wildcards : this.#exact;
    const wanting = all.get(filter) ?? { levels, plain: new Set(), groups: new Map() };
    all.set(filter, wanting);
    return wanting;
  }
}

const cost = ({ filter, group = '' }: Subscription): number => filter.length + group.length + 32;

type Receivers = Map<Subscriber, QoS>;

function collect({ plain, groups }: Wanting, found: Receivers): void {
  for (const one of plain) note(one, found);
  for (const members of groups.values()) {
    // Who sleeps gets one only when all of the group do.
    const awake = members.findIndex(({ session }) => !session.isAsleep);
    const [next] = members.splice(Math.max(0, awake), 1);
    if (next === undefined) continue;
    members.push(next);
    note(next, found);
  }
}

function note({ session, qos }: Subscription, found: Receivers): void {
  const before = found.get(session) ?? 0;
  found.set(session, before > qos ? before : qos);
}

function leave(groups: Wanting['groups'], group: string, subscription: Subscription): boolean {
  const members = groups.get(group) ?? [];
  const rest = members.filter((member) => member !== subscription);
  if (rest.length > 0) groups.set(group, rest);
  else groups.delete(group);
  return rest.length < members.length;
}
