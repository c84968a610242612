import { EmptyError, Subscription, TimeoutError, type Observable } from 'rxjs';
import type { MessageToSend, SendResult } from '#shared/ipc.ts';
import { describeError, toJson } from './trace/describeError.ts';
import type { LiveWire } from './wire/liveWire.ts';

/** Without a timeout on the wire a message may never be answered: a person is not kept waiting longer than this. */
const patienceMs = 100_000;

const maxValues = 10_000;

/** A person's message over a wire: what NestJS's own caller would get, one value, several, or the error as it was. */
export async function sendByHand(
  wire: LiveWire,
  { pattern, data = {}, kind, idempotencyKey }: MessageToSend,
): Promise<SendResult> {
  const startedAt = performance.now();
  const { hop, values$ } = wire.call({ pattern, data, kind, replica: 0, idempotencyKey });
  const result = (outcome: Omit<SendResult, 'traceId' | 'durationMs'>): SendResult => ({
    traceId: hop.traceId,
    durationMs: Math.round((performance.now() - startedAt) * 1000) / 1000,
    ...outcome,
  });
  const outcome = await collect(values$);
  if ('error' in outcome) return result({ error: describeError(outcome.error) });
  if (kind === 'event') return result({});
  const { values } = outcome;
  // As `firstValueFrom` and `lastValueFrom` see a reply without a value.
  if (values.length === 0) return result({ error: describeError(new EmptyError()) });
  return result(values.length === 1 ? { reply: toJson(values[0]) } : { replies: values.map(toJson) });
}

type Outcome = { values: readonly unknown[] } | { error: unknown };

/** All values, up to a bound. One subscription and one timer: each operator of rxjs would be another of them per message. */
function collect(values$: Observable<unknown>): Promise<Outcome> {
  return new Promise((resolve) => {
    const values: unknown[] = [];
    const waiting = new Subscription();
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      waiting.unsubscribe();
      resolve(outcome);
    };
    const timer = setTimeout(() => end({ error: new TimeoutError() }), patienceMs);
    waiting.add(
      values$.subscribe({
        next: (value) => {
          values.push(value);
          timer.refresh();
          if (values.length >= maxValues) end({ values });
        },
        error: (error: unknown) => end({ error }),
        complete: () => end({ values }),
      }),
    );
  });
}
