import { AsyncSubject, race, timer, type Observable } from 'rxjs';

/**
 * The moment at which a fault lets go of what it still has in hand: it is mended, or its time is over. A count that has
 * come to its end is no such moment: the last message is hit as the first one was.
 */
export class Mending {
  readonly #over$ = new AsyncSubject<void>();
  #isOver = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Emits after so long, or when it is over; at once when it is over already. */
  within(ms: number): Observable<unknown> {
    return race(timer(ms), this.#over$);
  }

  end(): void {
    this.#isOver = true;
    this.#over$.next();
    this.#over$.complete();
  }
}
