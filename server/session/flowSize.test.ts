import { expect, test } from 'vitest';
import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { parseFlow } from '#shared/flow/parseFlow.ts';
import type { Step } from '#shared/steps/step.ts';
import { outgrown } from './flowSize.ts';

const position = { x: 0, y: 0 };
const note = (id: string, text = id): Edit => ({ edit: 'put', part: 'notes', id, value: { text, position } });
const notes = (count: number, text?: string): Edit[] =>
  Array.from({ length: count }, (_, index) => note(`n${index}`, text));
const service = (handlers: object = {}): Edit => ({
  edit: 'put',
  part: 'services',
  id: 's',
  value: { name: 'S', position, handlers },
});
const nested = (levels: number): Step[] =>
  levels === 0 ? [] : [{ do: 'when', condition: 'true', then: nested(levels - 1) }];
const handler = (steps: Step[]): Edit => ({
  edit: 'putHandler',
  service: 's',
  id: 'h',
  handler: { on: { event: 'e' }, steps },
});

function edited(flow: Flow, ...edits: Edit[]): Flow {
  const applied = applyEdits(flow, edits);
  if (!applied.ok) throw new Error(applied.problem.message);
  return applied.value;
}

test('a flow takes as many of a kind as the format does, and one that has more may only lose some', () => {
  const empty = emptyFlow();
  const full = edited(empty, ...notes(2000));
  const over = edited(empty, ...notes(2001));
  expect([outgrown(empty, full), parseFlow(full).ok]).toEqual([undefined, true]);
  const refusal = {
    code: 'badInput',
    message: 'notes: at most 2000 of a kind. Add less, or draw a second flow.',
    at: 'notes',
  };
  expect([outgrown(full, over), parseFlow(over).ok]).toEqual([refusal, false]);
  expect(outgrown(over, edited(over, note('n0', 'another text')))).toBeUndefined();
  expect(outgrown(over, edited(over, { edit: 'remove', part: 'notes', id: 'n7' }))).toBeUndefined();
  expect(outgrown(over, edited(over, note('more')))).toEqual(refusal);
});

test('steps are nested as deep as the format allows and no deeper', () => {
  const flow = edited(emptyFlow(), service());
  const verdicts = Array.from({ length: 40 }, (_, levels) => {
    const after = edited(flow, handler(nested(levels)));
    return { isFormat: parseFlow(after).ok, refusal: outgrown(flow, after) };
  });
  expect(verdicts.map(({ refusal }) => refusal === undefined)).toEqual(verdicts.map(({ isFormat }) => isFormat));
  const message = 'services.s is nested deeper than 64 levels. Flatten it.';
  expect(verdicts[39]?.refusal).toEqual({ code: 'badInput', message, at: 'services.s' });
  expect(verdicts[0]?.refusal).toBeUndefined();
  const deep = edited(flow, handler(nested(39)));
  expect(outgrown(deep, edited(deep, { edit: 'set', part: 'services', id: 's', field: 'replicas', value: 2 }))).toBe(
    undefined,
  );
});

test('a flow holds as many values as may come in, however few each list of edits brings', () => {
  const branches = Array.from({ length: 20 }, () => Array.from({ length: 200 }, () => ({ do: 'delay', ms: 1 })));
  const filled = (count: number): Edit => {
    const steps = [{ do: 'parallel', branches }];
    const one = { on: { event: 'e' }, steps };
    return service(Object.fromEntries(Array.from({ length: count }, (_, index) => [`h${index}`, one])));
  };
  const empty = emptyFlow();
  const verdicts = [15, 16, 17].map((count) => {
    const after = edited(empty, filled(count));
    return { isFormat: parseFlow(after).ok, refusal: outgrown(empty, after) };
  });
  const refusal = { code: 'tooLarge', message: 'A flow may hold 200000 values. Make it smaller.' };
  expect(verdicts).toEqual([
    { isFormat: true, refusal: undefined },
    { isFormat: true, refusal: undefined },
    { isFormat: false, refusal },
  ]);
});

test('a flow takes 4 MB', () => {
  const text = 'x'.repeat(9900);
  const large = edited(emptyFlow(), ...notes(420, text));
  expect(outgrown(emptyFlow(), large)).toBeUndefined();
  const refusal = { code: 'tooLarge', message: 'A flow may take 4 MB. Make it smaller.' };
  expect(outgrown(large, edited(large, ...notes(430, text)))).toEqual(refusal);
});
