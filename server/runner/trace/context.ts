import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pattern } from '#shared/flow/pattern.ts';
import type { EventPlace, MessageKind } from '#shared/trace.ts';

/** The message that the running code is handling, or sending. A `send` inside a handler finds its parent here. */
export interface HopContext {
  traceId: string;
  hopId: string;
  parentId?: string | undefined;
  pattern: Pattern;
  kind: MessageKind;
  place: EventPlace;
  attempt?: number | undefined;
  /** Ids of the faults that acted on this hop: everything it causes carries them. */
  faults?: string[] | undefined;
}

/** How code that Nest calls finds the message that it is about. */
export interface HopCarrier {
  run<T>(hop: HopContext, work: () => T): T;
  getStore(): HopContext | undefined;
  /** Whoever begins to wait for something that is already there, right after this call, has the hop when it goes on. */
  keepOverAwait(hop: HopContext): void;
}

class AsyncHops extends AsyncLocalStorage<HopContext> implements HopCarrier {
  /** It follows every promise by itself. */
  keepOverAwait(): void {}
}

/** For all that waits in ways that cannot be foreseen. Once used, it costs on every promise of the process. */
export const hopContext = new AsyncHops();

const ready = Promise.resolve();

/** For what happens within one turn: costs next to nothing, as nothing has to be kept from promise to promise. */
class TurnHops implements HopCarrier {
  #hop: HopContext | undefined;

  run<T>(hop: HopContext, work: () => T): T {
    const before = this.#hop;
    this.#hop = hop;
    try {
      return work();
    } finally {
      this.#hop = before;
    }
  }

  getStore(): HopContext | undefined {
    return this.#hop;
  }

  keepOverAwait(hop: HopContext): void {
    // Microtasks run in the order in which they were asked for: this one just before the one that goes on after the `await`.
    void ready.then(() => {
      this.#hop = hop;
    });
  }
}

export const turnHops = new TurnHops();

const hopKey = Symbol('the hop of a message');

/** The hop of the message that this context of Nest's stands for, for whoever is handed the context. */
export function keepHop(context: object, hop: HopContext): void {
  (context as { [hopKey]?: HopContext })[hopKey] = hop;
}

export const hopOf = (context: object): HopContext | undefined => (context as { [hopKey]?: HopContext })[hopKey];
