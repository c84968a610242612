import { Observable, type Observer, type Subscriber, type Subscription } from 'rxjs';
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
  /** Before the first event. */
  onBegin?: () => void;
  /** After the last event. */
  onEnd: () => void;
  ledger: HopLedger;
  tracer: Tracer;
}

/**
 * One hop as the caller sees it: `called`, then `answered` for each value, and in the end exactly one of `completed`,
 * `failed` (after `timedOut` when that was why) and `cancelled`. It begins when it is subscribed to; once only.
 */
export function tracedHop(parts: TracedHopParts): Observable<unknown> {
  return new Observable((subscriber) => {
    const watch = new HopWatch(parts, subscriber);
    const subscription = watch.begin();
    return () => {
      watch.leave();
      subscription.unsubscribe();
    };
  });
}

/** One object for each message, not a closure for each thing that can happen to it. */
class HopWatch implements Observer<unknown> {
  readonly #parts: TracedHopParts;
  readonly #subscriber: Subscriber<unknown>;
  #isOver = false;

  constructor(parts: TracedHopParts, subscriber: Subscriber<unknown>) {
    this.#parts = parts;
    this.#subscriber = subscriber;
  }

  begin(): Subscription {
    const { call, called, values, onBegin, ledger, tracer } = this.#parts;
    onBegin?.();
    tracer.hop('called', call.hop, called);
    ledger.began(call.hop, called?.timeoutMs);
    return values((type, details) => this.#report(type, details)).subscribe(this);
  }

  next(value: unknown): void {
    this.#report('answered', { data: toJson(value) });
    this.#passUpFromAttempt();
    this.#parts.onValue?.();
    this.#subscriber.next(value);
  }

  error(error: unknown): void {
    const { call, parent, ledger } = this.#parts;
    const { went: note } = call;
    this.#end('failed', note === undefined ? { error: describeError(error) } : { error: describeError(error), note });
    ledger.passUp(call.hop, parent);
    this.#subscriber.error(error);
  }

  complete(): void {
    this.#end('completed');
    this.#passUpFromAttempt();
    this.#subscriber.complete();
  }

  /** `firstValueFrom` unsubscribes inside `next`, before `complete`: that is an end, not a giving up. */
  leave(): void {
    if (!this.#isOver) this.#end(this.#parts.call.isAnswered ? 'completed' : 'cancelled');
  }

  #report(...[type, details]: Parameters<ReportHop>): void {
    const { call, ledger, tracer } = this.#parts;
    ledger.refresh(call.hop);
    tracer.hop(type, call.hop, details);
  }

  #end(type: CallEnd, details?: Parameters<ReportHop>[1]): void {
    const { call, ledger, onEnd } = this.#parts;
    this.#isOver = true;
    this.#report(type, details);
    ledger.ended(call.hop, type);
    onEnd();
  }

  /** What acted on an attempt acted on its call, however it ended. */
  #passUpFromAttempt(): void {
    const { call, parent, ledger } = this.#parts;
    if (call.hop.attempt !== undefined) ledger.passUp(call.hop, parent);
  }
}
