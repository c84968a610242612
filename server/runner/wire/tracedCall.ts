import { ignoreElements, Observable, throwError } from 'rxjs';
import type { OpenCall } from '../trace/clientTap.ts';
import type { HopContext } from '../trace/context.ts';
import { describeError, toJson } from '../trace/describeError.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { Policy } from '../policies/policy.ts';
import type { InFlight } from './inFlight.ts';

/** A wire keeps no more unanswered messages than this: without a timeout each of them would stay for ever. */
const maxInFlight = 5000;

class TooManyUnansweredError extends Error {
  override readonly name = 'TooManyUnansweredError';
}

export interface CallParts {
  hop: HopContext;
  parent?: HopContext | undefined;
  data: unknown;
  timeoutMs?: number | undefined;
  policy: Policy;
  /** Hands one attempt to the client. */
  dispatch: (call: OpenCall) => Observable<unknown>;
  inFlight: InFlight;
  ledger: HopLedger;
  tracer: Tracer;
}

/**
 * One call as the caller sees it: `called`, then `answered` for each value, and in the end exactly one of `completed`,
 * `failed` (after `timedOut` when that was why) and `cancelled`. It begins when it is subscribed to; once only.
 */
export function tracedCall(parts: CallParts): Observable<unknown> {
  const { hop, parent, tracer, ledger, inFlight } = parts;
  return new Observable((subscriber) => {
    const call: OpenCall = { hop, isAnswered: false };
    let isOver = false;
    const report: Tracer['hop'] = (type, of, details) => {
      ledger.refresh(of);
      tracer.hop(type, of, details);
    };
    const end = (...event: Parameters<Tracer['hop']>): void => {
      isOver = true;
      report(...event);
      inFlight.end(hop);
    };

    tracer.hop('called', hop, {
      data: toJson(parts.data),
      ...(parts.timeoutMs === undefined ? {} : { timeoutMs: parts.timeoutMs }),
    });
    const attempts = attemptsOf(parts, call, (type, details) => report(type, hop, details));
    inFlight.begin(hop);
    const subscription = attempts.subscribe({
      next: (value) => {
        report('answered', hop, { data: toJson(value) });
        subscriber.next(value);
      },
      error: (error: unknown) => {
        end('failed', hop, { error: describeError(error) });
        ledger.passUp(hop, parent);
        subscriber.error(error);
      },
      complete: () => {
        end('completed', hop);
        subscriber.complete();
      },
    });
    return () => {
      // `firstValueFrom` unsubscribes inside `next`, before `complete`: that is an end, not a giving up.
      if (!isOver) end(call.isAnswered ? 'completed' : 'cancelled', hop);
      subscription.unsubscribe();
    };
  });
}

function attemptsOf(
  { hop, policy, dispatch, ledger, inFlight }: CallParts,
  call: OpenCall,
  report: Parameters<Policy>[1]['report'],
): Observable<unknown> {
  const refusal = ledger.refusal(hop) ?? (inFlight.size < maxInFlight ? undefined : tooManyUnanswered());
  if (refusal !== undefined) return throwError(() => refusal);
  const answers$ = policy(dispatch(call), { report });
  // `emit` gives one empty value, which is nobody's answer.
  return hop.kind === 'event' ? answers$.pipe(ignoreElements()) : answers$;
}

const tooManyUnanswered = (): Error =>
  new TooManyUnansweredError(
    `${maxInFlight} messages on this wire wait for an answer already. Give the wire a timeout, or mend who does not answer.`,
  );
