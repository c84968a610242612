import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { Observable, Subscription, type Subscriber } from 'rxjs';
import type { BreakerView } from '#shared/trace.ts';
import type { MakePolicy, PolicyCall } from './policy.ts';
import { isRefusal, mayPass } from './refusals.ts';

/** The caller stopped waiting before any value came. */
class CallerLeftError extends Error {}

/** cockatiel's circuit breaker around Observables: values stream through, and leaving after a first value is a success. */
export const breakerPolicy: MakePolicy<'breaker'> = ({ failures, halfOpenAfterMs }) => {
  const counter = new ConsecutiveBreaker(failures);
  const breaker: CircuitBreakerPolicy = circuitBreaker(handleWhen(isFailure), {
    halfOpenAfter: halfOpenAfterMs,
    breaker: counter,
  });
  let told: Pick<BreakerView, 'state' | 'failures'> = { state: 'closed', failures: 0 };
  let latest: PolicyCall | undefined;
  // The state itself changes only after the probe is on its way.
  breaker.onHalfOpen(() => latest && tell(latest, 'halfOpen'));

  // Closed by a probe that the callee called wrong, cockatiel would go on counting where it stood.
  breaker.onReset(() => counter.success());

  /** Nobody knows what would have become of a probe that was not sent or not waited for: the circuit stays open. */
  function isFailure(error: unknown): boolean {
    const saysNothing = error instanceof CallerLeftError || isRefusal(error);
    return saysNothing ? breaker.state === CircuitState.HalfOpen : mayPass(error);
  }

  function tell({ report }: PolicyCall, state: BreakerView['state'] = nameOf(breaker.state)): void {
    const count = state === 'closed' ? counter.state : failures;
    if (told.state === state && told.failures === count) return;
    const isTurn = told.state !== state;
    told = { state, failures: count };
    const view = { ...told, limit: failures, halfOpenAfterMs };
    report('breakerChanged', { breaker: view, note: isTurn ? turnText(view) : `${count} of ${failures} failures.` });
  }

  return {
    around: (source$, call) =>
      new Observable((subscriber) => {
        const stop = new Subscription();
        latest = call;
        breaker
          .execute(() => attempt(source$, { subscriber, stop }))
          .then(
            () => {
              tell(call);
              subscriber.complete();
            },
            (error: unknown) => {
              tell(call);
              if (error instanceof BrokenCircuitError) {
                call.report('rejected', { policy: 'breaker', note: 'The circuit is open: it was not sent.' });
              }
              subscriber.error(error);
            },
          );
        return stop;
      }),
  };
};

/** Settles when the attempt is over, or its caller has left. */
function attempt(
  source$: Observable<unknown>,
  { subscriber, stop }: { subscriber: Subscriber<unknown>; stop: Subscription },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let hasValue = false;
    const left = (): void => (hasValue ? resolve() : reject(new CallerLeftError()));
    if (stop.closed) {
      left();
      return;
    }
    stop.add(left);
    stop.add(
      source$.subscribe({
        next: (value) => {
          hasValue = true;
          subscriber.next(value);
        },
        error: reject,
        complete: resolve,
      }),
    );
  });
}

function nameOf(state: CircuitState): BreakerView['state'] {
  switch (state) {
    case CircuitState.Closed:
      return 'closed';
    case CircuitState.HalfOpen:
      return 'halfOpen';
    case CircuitState.Open:
    case CircuitState.Isolated:
      return 'open';
  }
}

function turnText({ state, limit, halfOpenAfterMs }: BreakerView): string {
  switch (state) {
    case 'open':
      return `The circuit is open: ${limit} failures in a row. Calls fail at once for ${halfOpenAfterMs} ms.`;
    case 'halfOpen':
      return 'The circuit is half open: this call is its probe.';
    case 'closed':
      return 'The circuit is closed again.';
  }
}
