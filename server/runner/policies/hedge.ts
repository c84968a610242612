import { asyncScheduler, Observable, Subscription, type Subscriber } from 'rxjs';
import type { MakePolicy, PolicyCall } from './policy.ts';

/**
 * Sends a slow request once more. The first attempt that gives a value, or ends well, wins; the other is let go, and what
 * it answers later is an orphan. One that fails leaves it to the other. Events are never hedged.
 *
 *   attempt 1 ──────────────────────✗ let go
 *   attempt 2     afterMs ───▶ value wins
 */
export const hedgePolicy: MakePolicy<'hedge'> = ({ afterMs }) => ({
  around: (source$, call) =>
    call.isEvent
      ? source$
      : new Observable((subscriber) => {
          const race = new Race(source$, { subscriber, call });
          race.waitToSendAgain(afterMs);
          race.send();
        }),
});

interface RaceParts {
  subscriber: Subscriber<unknown>;
  call: PolicyCall;
}

/** One call, sent once or twice. */
class Race {
  readonly #source$: Observable<unknown>;
  readonly #parts: RaceParts;
  /** The attempts that have neither failed nor been let go. */
  readonly #running: { attempt: number; run: Subscription }[] = [];
  #winner: number | undefined;
  #waiting = Subscription.EMPTY;

  constructor(source$: Observable<unknown>, parts: RaceParts) {
    this.#source$ = source$;
    this.#parts = parts;
  }

  waitToSendAgain(afterMs: number): void {
    const { subscriber, call } = this.#parts;
    this.#waiting = asyncScheduler.schedule(() => {
      const attempt = call.attemptsMade() + 1;
      call.report('hedged', { attempt, note: `No value after ${afterMs} ms: sent once more.` });
      this.send();
    }, afterMs);
    subscriber.add(this.#waiting);
  }

  send(): void {
    const { subscriber, call } = this.#parts;
    const attempt = call.attemptsMade() + 1;
    // There before the attempt begins: it may win at once.
    const run = new Subscription();
    this.#running.push({ attempt, run });
    run.add(
      this.#source$.subscribe({
        next: (value) => {
          this.#win(attempt);
          subscriber.next(value);
        },
        error: (error: unknown) => this.#failed(attempt, error),
        complete: () => {
          this.#win(attempt);
          subscriber.complete();
        },
      }),
    );
    subscriber.add(run);
  }

  #win(attempt: number): void {
    if (this.#winner !== undefined) return;
    this.#winner = attempt;
    this.#waiting.unsubscribe();
    if (this.#running.length === 1) return;
    this.#parts.call.report('hedged', { winner: attempt, note: `Attempt ${attempt} was first.` });
    for (const other of this.#running) if (other.attempt !== attempt) other.run.unsubscribe();
  }

  #failed(attempt: number, error: unknown): void {
    const at = this.#running.findIndex((one) => one.attempt === attempt);
    if (at >= 0) this.#running.splice(at, 1);
    if (this.#winner === attempt || this.#running.length === 0) this.#parts.subscriber.error(error);
  }
}
