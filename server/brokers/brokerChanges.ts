import type { BrokerListener, BrokerState } from './brokerHandle.ts';

/** The state of a broker and who wants to hear of it. */
export class BrokerChanges {
  readonly #listeners = new Set<BrokerListener>();
  #state: BrokerState;
  #why: string | undefined;

  constructor(state: BrokerState) {
    this.#state = state;
  }

  get state(): BrokerState {
    return this.#state;
  }

  get why(): string | undefined {
    return this.#why;
  }

  to(state: BrokerState, why?: string): void {
    if (state === this.#state && why === this.#why) return;
    this.#state = state;
    this.#why = why;
    for (const listener of this.#listeners) listener(state, why);
  }

  listen(listener: BrokerListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#listeners.clear();
  }
}
