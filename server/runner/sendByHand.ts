import { EmptyError, lastValueFrom, take, throwError, timeout, TimeoutError, toArray } from 'rxjs';
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
  try {
    const values = await lastValueFrom(
      values$.pipe(timeout({ each: patienceMs, with: giveUp }), take(maxValues), toArray()),
    );
    if (kind === 'event') return result({});
    // As `firstValueFrom` and `lastValueFrom` see a reply without a value.
    if (values.length === 0) throw new EmptyError();
    return result(values.length === 1 ? { reply: toJson(values[0]) } : { replies: values.map(toJson) });
  } catch (error) {
    return result({ error: describeError(error) });
  }
}

const giveUp = (): ReturnType<typeof throwError> => throwError(() => new TimeoutError());
