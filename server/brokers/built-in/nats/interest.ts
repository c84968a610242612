import { hasWildcard, matches } from './subject.ts';
import type { Delivery } from './wire/writeMessage.ts';

/** Who subscribes. */
export interface Subscriber {
  /** By id. */
  readonly subscriptions: Map<string, Subscription>;
  deliver(delivery: Delivery): void;
}

export interface Subscription {
  readonly client: Subscriber;
  readonly subject: string;
  /** Of those that share one, each message goes to a single one. */
  readonly queue?: string | undefined;
  readonly sid: string;
  /** Ends by itself after so many messages. */
  max?: number | undefined;
  delivered: number;
}

interface Wildcard {
  readonly tokens: readonly string[];
  readonly subscriptions: Set<Subscription>;
}

/** Who wants what. */
export class Interest {
  readonly #exact = new Map<string, Set<Subscription>>();
  readonly #wildcards = new Map<string, Wildcard>();
  readonly #limitBytes: number;
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** False when there is no room for it. */
  add(subscription: Subscription): boolean {
    if (this.#bytes + cost(subscription) > this.#limitBytes) return false;
    this.#bytes += cost(subscription);
    const { subject } = subscription;
    const tokens = subject.split('.');
    if (hasWildcard(tokens)) {
      const wildcard = this.#wildcards.get(subject) ?? { tokens, subscriptions: new Set() };
      wildcard.subscriptions.add(subscription);
      this.#wildcards.set(subject, wildcard);
    } else {
      this.#exact.set(subject, (this.#exact.get(subject) ?? new Set()).add(subscription));
    }
    return true;
  }

  remove(subscription: Subscription): void {
    const { subject } = subscription;
    const found = this.#exact.get(subject) ?? this.#wildcards.get(subject)?.subscriptions;
    if (found?.delete(subscription) !== true) return;
    this.#bytes -= cost(subscription);
    if (found.size > 0) return;
    this.#exact.delete(subject);
    this.#wildcards.delete(subject);
  }

  /** All of it. */
  *[Symbol.iterator](): Iterator<Subscription> {
    for (const subscriptions of this.#exact.values()) yield* subscriptions;
    for (const { subscriptions } of this.#wildcards.values()) yield* subscriptions;
  }

  /** Everybody who wants messages on this subject, before queue groups have chosen. */
  in(subject: string): Subscription[] {
    const found = [...(this.#exact.get(subject) ?? [])];
    if (this.#wildcards.size === 0) return found;
    const tokens = subject.split('.');
    for (const wildcard of this.#wildcards.values()) {
      if (matches(wildcard.tokens, tokens)) found.push(...wildcard.subscriptions);
    }
    return found;
  }
}

const cost = ({ subject, queue = '', sid }: Subscription): number => subject.length + queue.length + sid.length;

/** Plain subscriptions all receive; of each queue group one does, by chance. */
export function chooseReceivers(wanting: readonly Subscription[], random: () => number): Subscription[] {
  const chosen: Subscription[] = [];
  const groups = new Map<string, Subscription[]>();
  for (const subscription of wanting) {
    const { queue } = subscription;
    if (queue === undefined) chosen.push(subscription);
    else groups.set(queue, [...(groups.get(queue) ?? []), subscription]);
  }
  for (const group of groups.values()) {
    const one = group[Math.floor(random() * group.length)];
    if (one !== undefined) chosen.push(one);
  }
  return chosen;
}
