import { merge, mergeMap, Observable, take, throwError, timer, type Subscriber } from 'rxjs';
import type { Policies } from '#shared/policies/policies.ts';
import { describeError } from '../trace/describeError.ts';
import type { MakePolicy, PolicyCall, PolicyContext } from './policy.ts';
import { mayPass } from './refusals.ts';

type Settings = NonNullable<Policies['retry']>;

/**
 * Sends again what has failed, after a back-off. Not when another policy of the wire refused it, not when the callee
 * answered that the request is wrong, and not after a first value: the caller has seen that already.
 */
export const retryPolicy: MakePolicy<'retry'> = (settings, context) => ({
  around: (source$, call) =>
    new Observable((subscriber) => new Attempts(source$, { subscriber, call, settings, context }).make()),
});

interface AttemptsParts {
  subscriber: Subscriber<unknown>;
  call: PolicyCall;
  settings: Settings;
  context: PolicyContext;
}

/** The attempts of one call. One that works costs a subscription: nearly all of them do, and operators would be three. */
class Attempts {
  readonly #source$: Observable<unknown>;
  readonly #parts: AttemptsParts;
  #made = 0;
  #hasValue = false;

  constructor(source$: Observable<unknown>, parts: AttemptsParts) {
    this.#source$ = source$;
    this.#parts = parts;
  }

  make(): void {
    const { subscriber } = this.#parts;
    this.#made += 1;
    const attempt = this.#source$.subscribe({
      next: (value) => {
        this.#hasValue = true;
        subscriber.next(value);
      },
      error: (error: unknown) => this.#failed(error),
      complete: () => subscriber.complete(),
    });
    subscriber.add(attempt);
  }

  #failed(error: unknown): void {
    const { subscriber, settings, context, call } = this.#parts;
    const { attempts } = settings;
    if (this.#made >= attempts || this.#hasValue || !mayPass(error)) {
      subscriber.error(error);
      return;
    }
    const delayMs = backOffMs(settings, { made: this.#made, random: context.random });
    const attempt = this.#made + 1;
    const note = `Attempt ${attempt} of ${attempts} in ${delayMs} ms.`;
    call.report('retried', { attempt, attempts, delayMs, error: describeError(error), note });
    // Never in the same tick, whatever the settings: a refused connect would be refused by the same dead socket.
    const ended$ = context.ended$.pipe(mergeMap(() => throwError(() => error)));
    const again = merge(timer(delayMs), ended$).pipe(take(1));
    subscriber.add(again.subscribe({ next: () => this.make(), error: (last: unknown) => subscriber.error(last) }));
  }
}

/** Half to the whole of a time that doubles with each attempt. */
function backOffMs({ initialMs, maxMs }: Settings, { made, random }: { made: number; random: () => number }): number {
  const wholeMs = Math.min(maxMs, initialMs * 2 ** (made - 1));
  return Math.max(1, Math.round(wholeMs * (0.5 + random() / 2)));
}
