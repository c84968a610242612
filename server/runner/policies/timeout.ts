import { asyncScheduler, catchError, Observable, Subscription, throwError, TimeoutError, type Subscriber } from 'rxjs';
import { grpcError, isDeadlineExceeded } from '../wire/grpcErrors.ts';
import type { MakePolicy, Policy, PolicyCall } from './policy.ts';

/**
 * `send(…).pipe(timeout(ms))`: the caller gives up after `ms` without a value; the work goes on without it. Over gRPC the
 * same setting is the call's deadline, which both sides know.
 */
export const timeoutPolicy: MakePolicy<'timeout'> = ({ ms }, { hasDeadline }) => ({
  around: hasDeadline === true ? deadline(ms) : between(ms),
});

const between =
  (ms: number): Policy =>
  (source$, call) =>
    new Observable((subscriber) => {
      new Patience(ms, { subscriber, call }).listen(source$);
    });

/**
 * As rxjs's `timeout({ each: ms })`, which sets its timer anew for each value; most replies have one, and this notes only when
 * it came.
 */
class Patience {
  readonly #ms: number;
  readonly #parts: { subscriber: Subscriber<unknown>; call: PolicyCall };
  #source: { unsubscribe: () => void } | undefined;
  #timer = Subscription.EMPTY;
  #sinceMs = asyncScheduler.now();
  #seen = 0;
  #lastValue: unknown = null;

  constructor(ms: number, parts: { subscriber: Subscriber<unknown>; call: PolicyCall }) {
    this.#ms = ms;
    this.#parts = parts;
  }

  listen(source$: Observable<unknown>): void {
    const { subscriber } = this.#parts;
    this.#wait(this.#ms);
    const source = source$.subscribe({
      next: (value) => {
        this.#sinceMs = asyncScheduler.now();
        this.#seen += 1;
        this.#lastValue = value;
        subscriber.next(value);
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
    this.#source = source;
    subscriber.add(source);
  }

  #wait(ms: number): void {
    // The last one has done its work: left with the call, they would add up over a long stream.
    this.#timer.unsubscribe();
    this.#timer = asyncScheduler.schedule(() => this.#look(), ms);
    this.#parts.subscriber.add(this.#timer);
  }

  #look(): void {
    const leftMs = this.#seen === 0 ? 0 : this.#sinceMs + this.#ms - asyncScheduler.now();
    if (leftMs > 0) {
      // The clock of the machine may have been set back.
      this.#wait(Math.min(leftMs, this.#ms));
      return;
    }
    const { subscriber, call } = this.#parts;
    this.#source?.unsubscribe();
    call.report('timedOut', { note: `No value within ${this.#ms} ms.` });
    // The same error that `timeout(ms)` throws by itself.
    subscriber.error(new TimeoutError({ meta: null, seen: this.#seen, lastValue: this.#lastValue }));
  }
}

/** The client ends a call at its deadline by itself; what a fault holds meanwhile is ended here, a moment later. */
const graceMs = 25;

/** For the whole call, however many values it has given so far. */
const deadline =
  (ms: number): Policy =>
  (source$, { report }) =>
    new Observable((subscriber) => {
      const startedAt = performance.now();
      const exceeded = (error: unknown): void => {
        report('timedOut', { note: `The deadline of ${ms} ms has passed.` });
        subscriber.error(error);
      };
      const timer = setTimeout(() => {
        const details = `Deadline exceeded after ${(ms / 1000).toFixed(3)}s`;
        exceeded(grpcError('DEADLINE_EXCEEDED', details));
      }, ms + graceMs);
      const subscription = source$
        .pipe(
          catchError((error: unknown) => {
            // The same status from further down is the callee's answer.
            const isOurs = isDeadlineExceeded(error) && performance.now() - startedAt > ms - 2;
            if (isOurs) exceeded(error);
            return throwError(() => error);
          }),
        )
        .subscribe(subscriber);
      return () => {
        clearTimeout(timer);
        subscription.unsubscribe();
      };
    });
