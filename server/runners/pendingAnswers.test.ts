import { expect, test } from 'vitest';
import { PendingAnswers } from './pendingAnswers.ts';

const message = { timeoutMs: 60_000, isMessage: true };
const order = { timeoutMs: 60_000, isMessage: false };
const tooMany = {
  ok: false,
  problem: {
    code: 'tooMany',
    message: '2000 requests wait for an answer already. Wait for them, or mend what does not answer.',
  },
};

test('however many messages wait for their answers, what keeps the runner in order is asked and answered', async () => {
  const pending = new PendingAnswers();
  const messages = Array.from({ length: 2000 }, () => pending.ask(() => undefined, message));
  expect(await pending.ask(() => undefined, message)).toEqual(tooMany);
  const asked = pending.ask((id) => pending.settle(id, { ok: true, memoryBytes: 1 }), order);
  expect(await asked).toEqual({ ok: true, memoryBytes: 1 });
  pending.settleAll({ ok: true });
  expect(new Set((await Promise.all(messages)).map(({ ok }) => ok))).toEqual(new Set([true]));
});

test('a message that was answered, or waited in vain, makes room for the next one; orders take none', async () => {
  const pending = new PendingAnswers();
  const ids: number[] = [];
  const orders = Array.from({ length: 10 }, () => pending.ask(() => undefined, order));
  const late = pending.ask(() => undefined, { timeoutMs: 1, isMessage: true });
  const messages = Array.from({ length: 1999 }, () => pending.ask((id) => ids.push(id), message));
  expect(await late).toMatchObject({ ok: false, problem: { code: 'runnerFailed' } });
  const next = pending.ask(() => undefined, message);
  expect(await pending.ask(() => undefined, message)).toEqual(tooMany);
  // Answered twice: it counts once.
  for (const _time of [1, 2]) pending.settle(ids[0] ?? 0, { ok: true });
  const afterNext = pending.ask(() => undefined, message);
  expect(await pending.ask(() => undefined, message)).toEqual(tooMany);
  pending.settleAll({ ok: true });
  await Promise.all([...orders, ...messages, next, afterNext]);
});
