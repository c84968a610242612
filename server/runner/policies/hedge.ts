import { Observable, Subscription, timer } from 'rxjs';
import type { MakePolicy, PolicyCall } from './policy.ts';

/**
 * Sends a slow request once more. The first attempt that gives a value, or ends well, wins; the other is let go, and what
 * it answers later is an orphan. One that fails leaves it to the other. Events are never hedged.
 *
 *   attempt 1 ──────────────────────✗ let go
 *   attempt 2     afterMs ───▶ value wins
 */
export const hedgePolicy: MakePolicy<'hedge'> = ({ afterMs }) => ({
  around: (source$, call) => (call.isEvent ? source$ : hedged(source$, { afterMs, call })),
});

function hedged(
  source$: Observable<unknown>,
  { afterMs, call }: { afterMs: number; call: PolicyCall },
): Observable<unknown> {
  return new Observable((subscriber) => {
    const running = new Map<number, Subscription>();
    let winner: number | undefined;

    const win = (attempt: number): void => {
      if (winner !== undefined) return;
      winner = attempt;
      waiting.unsubscribe();
      if (running.size > 1) call.report('hedged', { winner, note: `Attempt ${attempt} was first.` });
      for (const [other, run] of running) if (other !== attempt) run.unsubscribe();
    };
    const send = (): void => {
      const attempt = call.attemptsMade() + 1;
      const run = new Subscription();
      running.set(attempt, run);
      run.add(
        source$.subscribe({
          next: (value) => {
            win(attempt);
            subscriber.next(value);
          },
          error: (error: unknown) => {
            running.delete(attempt);
            if (winner === attempt || running.size === 0) subscriber.error(error);
          },
          complete: () => {
            win(attempt);
            subscriber.complete();
          },
        }),
      );
    };

    const waiting = timer(afterMs).subscribe(() => {
      const attempt = call.attemptsMade() + 1;
      call.report('hedged', { attempt, note: `No value after ${afterMs} ms: sent once more.` });
      send();
    });
    send();
    return () => {
      waiting.unsubscribe();
      for (const run of running.values()) run.unsubscribe();
    };
  });
}
