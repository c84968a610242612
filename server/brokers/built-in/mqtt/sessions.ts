import { Budget } from './budget.ts';
import type { Interest } from './interest.ts';
import type { Limits } from './limits.ts';
import { Session } from './session.ts';

/** All sessions by the ids of their clients. Those that sleep keep the order in which they fell asleep. */
export class Sessions {
  readonly #byId = new Map<string, Session>();
  readonly #asleep = new Set<Session>();
  readonly #limits: Limits;
  readonly #interest: Interest;
  readonly #budget: Budget;

  constructor(limits: Limits, interest: Interest) {
    this.#limits = limits;
    this.#interest = interest;
    this.#budget = new Budget(limits.queuedBytes);
  }

  /** The one that sleeps under this id, unless a clean one is wanted; whoever is connected under it is cut off. */
  open(id: string, isClean: boolean): { session: Session; isPresent: boolean } {
    this.#byId.get(id)?.link?.cutOff();
    const known = this.#byId.get(id);
    if (known !== undefined && !isClean && !known.isClean) {
      this.#asleep.delete(known);
      return { session: known, isPresent: true };
    }
    if (known !== undefined) this.#end(known);
    const session = new Session({ id, isClean, budget: this.#budget, limits: this.#limits });
    this.#byId.set(id, session);
    return { session, isPresent: false };
  }

  /** Its connection is gone. */
  close(session: Session): void {
    session.detach();
    if (session.isClean) return this.#end(session);
    this.#asleep.add(session);
    const [oldest] = this.#asleep;
    if (this.#asleep.size > this.#limits.sleepingSessions && oldest !== undefined) this.#end(oldest);
  }

  #end(session: Session): void {
    for (const subscription of session.subscriptions.values()) this.#interest.remove(subscription);
    session.subscriptions.clear();
    session.clear();
    this.#asleep.delete(session);
    if (this.#byId.get(session.id) === session) this.#byId.delete(session.id);
  }
}
