import { Observable } from 'rxjs';
import type { OpenCall } from '../trace/clientTap.ts';
import type { HopContext } from '../trace/context.ts';
import { describeError, toJson } from '../trace/describeError.ts';
import type { CallEnd, HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';

export type ReportHop = (
  ...details: Parameters<Tracer['hop']> extends [infer T, unknown, ...infer D] ? [T, ...D] : never
) => void;

export interface TracedHopParts {
  call: OpenCall;
  parent: HopContext | undefined;
  /** What the `called` event says. */
  called: Parameters<Tracer['hop']>[2];
  /** What becomes of it; asked when it begins. */
  values: (report: ReportHop) => Observable<unknown>;
  /** Before the caller gets it. */
  onValue?: () => void;
  /** After the last event. */
  onEnd: () => void;
  ledger: HopLedger;
  tracer: Tracer;
}

/**
 * One hop as the caller sees it: `called`, then `answered` for each value, and in the end exactly one of `completed`,
 * `failed` (after `timedOut` when that was why) and `cancelled`. It begins when it is subscribed to; once only.
 */
export function tracedHop({
  call,
  parent,
  called,
  values,
  onValue,
  onEnd,
  ledger,
  tracer,
}: TracedHopParts): Observable<unknown> {
  const { hop } = call;
  return new Observable((subscriber) => {
    let isOver = false;
    const report: ReportHop = (type, details) => {
      ledger.refresh(hop);
      tracer.hop(type, hop, details);
    };
    const end = (type: CallEnd, details?: Parameters<ReportHop>[1]): void => {
      isOver = true;
      report(type, details);
      ledger.ended(hop, type);
      onEnd();
    };
    // What acted on an attempt acted on its call, however it ended.
    const passUpFromAttempt = (): void => {
      if (hop.attempt !== undefined) ledger.passUp(hop, parent);
    };

    tracer.hop('called', hop, called);
    ledger.began(hop, called?.timeoutMs);
    const subscription = values(report).subscribe({
      next: (value) => {
        report('answered', { data: toJson(value) });
        passUpFromAttempt();
        onValue?.();
        subscriber.next(value);
      },
      error: (error: unknown) => {
        const { went: note } = call;
        end('failed', note === undefined ? { error: describeError(error) } : { error: describeError(error), note });
        ledger.passUp(hop, parent);
        subscriber.error(error);
      },
      complete: () => {
        end('completed');
        passUpFromAttempt();
        subscriber.complete();
      },
    });
    return () => {
      // `firstValueFrom` unsubscribes inside `next`, before `complete`: that is an end, not a giving up.
      if (!isOver) end(call.isAnswered ? 'completed' : 'cancelled');
      subscription.unsubscribe();
    };
  });
}
