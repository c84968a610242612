import { emptyTable, sameField, sameTable, textOf, type FieldTable } from '../wire/field.ts';
import type { Message } from './message.ts';
import { matchesTopic } from '#shared/transports/rmqTopic.ts';

export const exchangeTypes = ['direct', 'fanout', 'topic', 'headers'] as const;
export type ExchangeType = (typeof exchangeTypes)[number];

export interface ExchangeOptions {
  readonly name: string;
  readonly type: ExchangeType;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: FieldTable;
}

export interface Binding {
  readonly queue: string;
  readonly routingKey: string;
  readonly arguments: FieldTable;
}

/** Where messages are published to: its bindings say into which queues they go. */
export class Exchange {
  readonly options: ExchangeOptions;
  /** By routing key, as that is how most are looked up. */
  readonly #bindings = new Map<string, Binding[]>();

  constructor(options: ExchangeOptions) {
    this.options = options;
  }

  get bindings(): Binding[] {
    return [...this.#bindings.values()].flat();
  }

  get isUsed(): boolean {
    return this.#bindings.size > 0;
  }

  /** False when there is such a binding already. */
  bind(binding: Binding): boolean {
    const there = this.#bindings.get(binding.routingKey) ?? [];
    if (there.some((other) => isSame(other, binding))) return false;
    this.#bindings.set(binding.routingKey, [...there, binding]);
    return true;
  }

  /** Returns what is gone. */
  unbind(isMeant: (binding: Binding) => boolean): Binding[] {
    const gone: Binding[] = [];
    for (const [key, bindings] of this.#bindings) {
      const left = bindings.filter((binding) => !isMeant(binding));
      if (left.length === bindings.length) continue;
      gone.push(...bindings.filter(isMeant));
      if (left.length === 0) this.#bindings.delete(key);
      else this.#bindings.set(key, left);
    }
    return gone;
  }

  /** The queues that want this message, each once. */
  route({ routingKey, properties }: Message): Set<string> {
    switch (this.options.type) {
      case 'direct':
        return queuesOf(this.#bindings.get(routingKey) ?? []);
      case 'fanout':
        return queuesOf(this.bindings);
      case 'topic':
        return queuesOf([...this.#bindings].flatMap(([key, some]) => (matchesTopic(key, routingKey) ? some : [])));
      case 'headers':
        return queuesOf(this.bindings.filter((binding) => matchesHeaders(binding.arguments, properties.headers)));
    }
  }

  get alternate(): string | undefined {
    return textOf(this.options.arguments.get('alternate-exchange'));
  }
}

export const isSame = (a: Binding, b: Binding): boolean =>
  a.queue === b.queue && a.routingKey === b.routingKey && sameTable(a.arguments, b.arguments);

const queuesOf = (bindings: readonly Binding[]): Set<string> => new Set(bindings.map(({ queue }) => queue));

/** `x-match`: all (default) or any of the other arguments; their names may begin with `x-` only in the `-with-x` forms. */
function matchesHeaders(wanted: FieldTable, headers: FieldTable = emptyTable): boolean {
  const match = textOf(wanted.get('x-match')) ?? 'all';
  const withX = match.endsWith('-with-x');
  const rules = [...wanted].filter(([name]) => name !== 'x-match' && (withX || !name.startsWith('x-')));
  const isMet = ([name, field]: (typeof rules)[number]): boolean => {
    const header = headers.get(name);
    // Nothing as the value asks only that there is such a header.
    return header !== undefined && (field.type === 'V' || sameField(field, header));
  };
  return match.startsWith('any') ? rules.some(isMet) : rules.every(isMet);
}
