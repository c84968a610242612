import { expect, it } from 'vitest';
import { trialSchema, type Trial } from '#shared/ipc.ts';
import { Trials } from './trials.ts';

const trial = (expression: string, more: Partial<Trial> = {}): Trial =>
  trialSchema.parse({ expression, scope: {}, ...more });

it('gives the value, and nothing for undefined', async () => {
  const trials = new Trials();
  const results = [
    await trials.run(trial('{ sum: data.a + data.b }', { scope: { data: { a: 1, b: 2 } } })),
    await trials.run(trial('order', { names: ['order'] })),
    await trials.run(trial('order:${data.id}', { syntax: 'template', scope: { data: { id: 7 } } })),
  ];
  expect(results).toEqual([{ value: { sum: 3 } }, {}, { value: 'order:7' }]);
  trials.close();
});

it('says what is wrong, and where', async () => {
  const trials = new Trials();
  const results = [
    await trials.run(trial('1 +')),
    await trials.run(trial('[1].map((x) =>\n  x + usr)')),
    await trials.run(trial('(() => { for (;;); })()')),
    await trials.run(trial('"x".repeat(1e6)')),
  ];
  expect(results.map(({ error }) => error)).toEqual([
    { kind: 'syntax', message: 'SyntaxError: the expression is not finished', line: 1, column: 4 },
    { kind: 'runtime', message: "ReferenceError: 'usr' is not defined", line: 2, column: expect.any(Number) },
    { kind: 'deadline', message: expect.stringContaining('50 ms') },
    { kind: 'size', message: expect.stringContaining('1,000,002 characters') },
  ]);
  trials.close();
});

it('gives the same chance each time', async () => {
  const trials = new Trials();
  const [one, other] = [await trials.run(trial('random()')), await trials.run(trial('random()'))];
  expect(one).toEqual(other);
  trials.close();
});

it('takes one at a time, and refuses when too many wait', async () => {
  const trials = new Trials();
  const asked = Array.from({ length: 22 }, (_, index) => trials.run(trial(`${index}`)));
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.slice(0, 20)).toEqual(
    Array.from({ length: 20 }, (_, value) => ({ status: 'fulfilled', value: { value } })),
  );
  expect(outcomes.slice(20)).toMatchObject(
    Array.from({ length: 2 }, () => ({ status: 'rejected', reason: { problem: { code: 'tooMany' } } })),
  );
  trials.close();
});
