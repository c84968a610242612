import type { Binding, ExchangeOptions } from './exchange.ts';
import type { Entry } from './message.ts';
import type { QueueOptions } from './queueOptions.ts';

/** Told of everything that has to outlive the broker, in the order in which it happens. */
export interface Journal {
  exchange(options: ExchangeOptions): void;
  exchangeGone(name: string): void;
  queue(options: QueueOptions): void;
  queueGone(name: string): void;
  bound(exchange: string, binding: Binding): void;
  unbound(exchange: string, binding: Binding): void;
  message(queue: string, entry: Entry): void;
  /** Somebody has seen it now. */
  delivered(queue: string, entry: Entry): void;
  removed(queue: string, entry: Entry): void;
  /** All of this is written before anybody is told that it has happened. */
  flush(): void;
}

const nothing = (): void => undefined;

/** Of a broker that keeps nothing. */
export const noJournal: Journal = {
  exchange: nothing,
  exchangeGone: nothing,
  queue: nothing,
  queueGone: nothing,
  bound: nothing,
  unbound: nothing,
  message: nothing,
  delivered: nothing,
  removed: nothing,
  flush: nothing,
};
