import { EmptyError, TimeoutError, type Observer, type Subscription } from 'rxjs';
import type { MessageToSend, SendResult } from '#shared/ipc.ts';
import type { HopContext } from './trace/context.ts';
import { describeError, toJson } from './trace/describeError.ts';
import type { LiveWire } from './wire/liveWire.ts';

/** Without a timeout on the wire a message may never be answered: a person is not kept waiting longer than this. */
const patienceMs = 100_000;

const maxValues = 10_000;

/** A person's message over a wire: what NestJS's own caller would get, one value, several, or the error as it was. */
export function sendByHand(wire: LiveWire, message: MessageToSend): Promise<SendResult> {
  const { pattern, data = {}, kind, idempotencyKey } = message;
  const { hop, values$ } = wire.call({ pattern, data, kind, replica: 0, idempotencyKey });
  return new Promise((resolve) => {
    const person = new Person(hop, resolve);
    person.follow(values$.subscribe(person));
  });
}

/** Who waits for the values, up to a bound. One object and one timer: each operator of rxjs would be another of them per message. */
class Person implements Observer<unknown> {
  readonly #hop: HopContext;
  readonly #resolve: (result: SendResult) => void;
  readonly #startedAt = performance.now();
  readonly #values: unknown[] = [];
  readonly #timer: NodeJS.Timeout;
  #values$: Subscription | undefined;
  #isOver = false;

  constructor(hop: HopContext, resolve: (result: SendResult) => void) {
    this.#hop = hop;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.error(new TimeoutError()), patienceMs);
  }

  follow(values$: Subscription): void {
    this.#values$ = values$;
    if (this.#isOver) values$.unsubscribe();
  }

  next(value: unknown): void {
    this.#values.push(value);
    this.#timer.refresh();
    if (this.#values.length >= maxValues) this.complete();
  }

  error(error: unknown): void {
    this.#end({ error: describeError(error) });
  }

  complete(): void {
    const { kind } = this.#hop;
    if (kind === 'event') this.#end({});
    // As `firstValueFrom` and `lastValueFrom` see a reply without a value.
    else if (this.#values.length === 0) this.#end({ error: describeError(new EmptyError()) });
    else if (this.#values.length === 1) this.#end({ reply: toJson(this.#values[0]) });
    else this.#end({ replies: this.#values.map(toJson) });
  }

  #end(outcome: Omit<SendResult, 'traceId' | 'durationMs'>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    const durationMs = Math.round((performance.now() - this.#startedAt) * 1000) / 1000;
    this.#values$?.unsubscribe();
    this.#resolve({ traceId: this.#hop.traceId, durationMs, ...outcome });
  }
}
