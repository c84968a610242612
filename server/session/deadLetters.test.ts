import { expect, it } from 'vitest';
import type { MessageToSend } from '#shared/ipc.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import type { UnnumberedEvent } from '#shared/trace.ts';
import { DeadLetters } from './deadLetters.ts';

const failed = (id: string, more: object = {}): UnnumberedEvent => ({
  type: 'deadLettered',
  atUs: 1,
  traceId: `trace-${id}`,
  hopId: id,
  wire: 'pay',
  pattern: 'charge',
  kind: 'request',
  data: { id },
  error: 'No',
  ...more,
});
const letter = (id: string, more: object = {}): object => ({
  id,
  traceId: `trace-${id}`,
  atUs: 1,
  wire: 'pay',
  pattern: 'charge',
  kind: 'request',
  data: { id },
  error: 'No',
  ...more,
});

function keep(...events: UnnumberedEvent[]): { letters: DeadLetters; changes: () => number } {
  let changes = 0;
  const letters = new DeadLetters(() => (changes += 1));
  letters.take(events);
  return { letters, changes: () => changes };
}

it('keeps what was dead lettered, tells once a batch, and counts by wire', () => {
  const called: UnnumberedEvent = { ...failed('c'), type: 'called' } as UnnumberedEvent;
  const { letters, changes } = keep(failed('a'), called, failed('b', { wire: 'ship', idempotencyKey: 'k' }));
  expect(letters.list()).toEqual({
    letters: [letter('a'), letter('b', { wire: 'ship', idempotencyKey: 'k' })],
    forgotten: 0,
  });
  expect([letters.counts, changes()]).toEqual([{ pay: 1, ship: 1 }, 1]);
  expect(letters.list('ship').letters).toHaveLength(1);
});

it('sends one again once, with its key, and forgets it when that went well', async () => {
  const { letters } = keep(failed('a', { idempotencyKey: 'k' }));
  const sent: MessageToSend[] = [];
  const send = async (message: MessageToSend) => {
    sent.push(message);
    return { traceId: 't', durationMs: 1, reply: 'ok' };
  };
  const [first, second] = await Promise.allSettled([letters.sendAgain('a', send), letters.sendAgain('a', send)]);
  expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
  expect(sent).toEqual([{ wire: 'pay', pattern: 'charge', data: { id: 'a' }, kind: 'request', idempotencyKey: 'k' }]);
  expect(letters.counts).toEqual({});
});

it('keeps one that fails again: anew where its wire does so, else as it was with the newer error', async () => {
  const { letters } = keep(failed('a'), failed('b'));
  await letters.sendAgain('a', async () => {
    letters.take([failed('a2', { traceId: 't' })]);
    return { traceId: 't', durationMs: 1, error: 'No' };
  });
  await letters.sendAgain('b', async () => ({ traceId: 'u', durationMs: 1, error: 'Still no' }));
  expect(letters.list().letters).toEqual([letter('a2', { traceId: 't' }), letter('b', { error: 'Still no' })]);
});

it('keeps one that cannot be sent', async () => {
  const { letters } = keep(failed('a'));
  const gone = new ProblemError(problem('notFound', 'There is no such wire. Draw it.'));
  await expect(letters.sendAgain('a', () => Promise.reject(gone))).rejects.toBe(gone);
  expect(letters.list().letters).toEqual([letter('a')]);
});

it('drops one, those of a wire, or all', () => {
  const { letters } = keep(failed('a'), failed('b'), failed('c', { wire: 'ship' }));
  letters.drop('a');
  expect(() => letters.drop('a')).toThrow(ProblemError);
  expect([letters.dropAll('pay'), letters.counts, letters.dropAll()]).toEqual([1, { ship: 1 }, 1]);
});

it('makes room for the newest, and says how many it forgot', () => {
  const { letters } = keep(...Array.from({ length: 503 }, (_, at) => failed(`${at}`)));
  const { letters: kept, forgotten } = letters.list();
  expect([kept.length, kept[0]?.id, forgotten]).toEqual([500, '3', 3]);
  letters.take([failed('big', { data: 'x'.repeat(9 << 20) })]);
  expect([letters.list().letters, letters.list().forgotten]).toEqual([[], 504]);
});
