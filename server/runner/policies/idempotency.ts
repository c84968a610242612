import { defer, finalize, ReplaySubject, share, tap, type Observable } from 'rxjs';
import type { HandlerBody } from '../service/handlerBody.ts';
import { ArrivingHop } from '../trace/arrivingHop.ts';
import { LatestMap } from '../trace/latestMap.ts';
import type { Tracer } from '../trace/tracer.ts';

/** Of so many keys at least the answers are kept, as a service would keep them in its database. */
const keptKeys = 500;

interface Kept {
  isDone: boolean;
  values$: Observable<unknown>;
}

/**
 * The callee's side of idempotency: a handler runs once per key, and whoever comes with the same key gets the same answer.
 * Who comes while it runs waits for it. An error is not kept: the next attempt runs the handler again.
 */
export class KeptAnswers {
  readonly #kept = new LatestMap<Kept>(keptKeys);
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
      return defer(() => {
        const known = this.#kept.get(name);
        if (known === undefined) return this.#keep(name, body(call));
        const note = known.isDone
          ? 'The handler has run for this key: it gives the same answer again.'
          : 'The handler is running for this key: this message gets its answer too.';
        this.#tracer.hop('replayed', call.hop, { idempotencyKey: key, note });
        return known.values$;
      });
    };

  #keep(name: string, values$: Observable<unknown>): Observable<unknown> {
    const kept: Kept = {
      isDone: false,
      values$: values$.pipe(
        tap({
          complete: () => {
            kept.isDone = true;
          },
        }),
        // It failed, or nobody waits for it any more.
        finalize(() => {
          if (!kept.isDone) this.#kept.delete(name);
        }),
        share({ connector: () => new ReplaySubject(), resetOnComplete: false }),
      ),
    };
    this.#kept.set(name, kept);
    return kept.values$;
  }
}
