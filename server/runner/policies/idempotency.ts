import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { HandlerBody } from '../service/handlerBody.ts';
import { ArrivingHop } from '../trace/arrivingHop.ts';
import { LatestMap } from '../trace/latestMap.ts';
import type { Tracer } from '../trace/tracer.ts';

/** Of so many keys at least the answers are kept, as a service would keep them in its database. */
const keptKeys = 500;

/** What one run of a handler has answered, or will. */
class KeptAnswer {
  readonly #values: unknown[] = [];
  /** Those who wait for it; nobody when it is done. */
  readonly #waiting = new Set<Subscriber<unknown>>();
  readonly #giveUp: () => void;
  #run: Subscription | undefined;
  #isDone = false;

  /** `giveUp` is called when it has failed, and when nobody waits for it any more. */
  constructor(giveUp: () => void) {
    this.#giveUp = giveUp;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  start(values$: Observable<unknown>): void {
    this.#run = values$.subscribe({
      next: (value) => {
        this.#values.push(value);
        for (const one of this.#waiting) one.next(value);
      },
      error: (error: unknown) => {
        this.#giveUp();
        for (const one of this.#leaving()) one.error(error);
      },
      complete: () => {
        this.#isDone = true;
        for (const one of this.#leaving()) one.complete();
      },
    });
    // It may have ended at once, or whoever waited for it has left with its first value.
    if (this.#waiting.size === 0) this.#stop();
  }

  /** All values, those from before first. */
  tell(subscriber: Subscriber<unknown>): void {
    for (const value of this.#values) subscriber.next(value);
    if (this.#isDone) {
      subscriber.complete();
      return;
    }
    this.#waiting.add(subscriber);
    subscriber.add(() => {
      if (this.#waiting.delete(subscriber) && this.#waiting.size === 0) this.#stop();
    });
  }

  #leaving(): Subscriber<unknown>[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    return all;
  }

  #stop(): void {
    if (this.#isDone || this.#run === undefined) return;
    this.#run.unsubscribe();
    this.#giveUp();
  }
}

/**
 * The callee's side of idempotency: a handler runs once per key, and whoever comes with the same key gets the same answer.
 * Who comes while it runs waits for it. An error is not kept: the next attempt runs the handler again.
 */
export class KeptAnswers {
  readonly #kept = new LatestMap<KeptAnswer>(keptKeys);
  readonly #tracer: Tracer;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  /** The handler, run once per key. A message without a key just runs it. */
  readonly once =
    (body: HandlerBody): HandlerBody =>
    (call) => {
      const key = call.hop instanceof ArrivingHop ? call.hop.idempotencyKey : undefined;
      if (key === undefined) return body(call);
      const name = `${call.handler} ${key}`;
      return new Observable((subscriber) => {
        const known = this.#kept.get(name);
        if (known !== undefined) {
          this.#tracer.hop('replayed', call.hop, { idempotencyKey: key, note: noteOf(known) });
          known.tell(subscriber);
          return;
        }
        const answer: KeptAnswer = new KeptAnswer(() => {
          if (this.#kept.get(name) === answer) this.#kept.delete(name);
        });
        this.#kept.set(name, answer);
        answer.tell(subscriber);
        answer.start(body(call));
      });
    };
}

const noteOf = ({ isDone }: KeptAnswer): string =>
  isDone
    ? 'The handler has run for this key: it gives the same answer again.'
    : 'The handler is running for this key: this message gets its answer too.';
