import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEdit, anyFlow } from '../testing/arbitraries.ts';
import { applyEdit, applyEdits, editSchema, type Edit } from './edits.ts';
import { emptyFlow, type Flow } from './flow.ts';
import { invertEdit, invertEdits } from './invert.ts';
import { parseFlow } from './parseFlow.ts';

test('any accepted edit followed by its inverse gives the same flow, in the same order', () => {
  fc.assert(
    fc.property(anyFlow, anyEdit, (flow, edit) => {
      const applied = applyEdit(flow, edit);
      fc.pre(applied.ok);
      if (!applied.ok) return;
      const back = applyEdit(applied.value, invertEdit(flow, edit));
      expect(back).toEqual({ ok: true, value: flow });
      expect(JSON.stringify(back.ok && back.value)).toBe(JSON.stringify(flow));
    }),
    { numRuns: 500 },
  );
});

test('the last group that is removed and brought back stands before the registries again', () => {
  const flow = {
    ...emptyFlow(),
    groups: {
      payment: { title: 'Payment', colour: 'gray', position: { x: 0, y: 0 }, size: { width: 80, height: 80 } },
    },
    registries: { consul: { name: 'Consul', position: { x: 0, y: 0 }, heartbeatMs: 100, timeoutMs: 200 } },
  } satisfies Flow;
  const remove: Edit = { edit: 'remove', part: 'groups', id: 'payment' };
  const without = applyEdit(flow, remove);
  const back = without.ok && applyEdit(without.value, invertEdit(flow, remove));
  expect(back && back.ok && Object.keys(back.value)).toEqual(Object.keys(flow));
});

test('any accepted list of edits is taken back as a whole', () => {
  fc.assert(
    fc.property(anyFlow, fc.array(anyEdit, { maxLength: 8 }), (flow, candidates) => {
      const edits: Edit[] = [];
      for (const edit of candidates) if (applyEdits(flow, [...edits, edit]).ok) edits.push(edit);
      const applied = applyEdits(flow, edits);
      expect(applied.ok).toBe(true);
      if (applied.ok) expect(applyEdits(applied.value, invertEdits(flow, edits))).toEqual({ ok: true, value: flow });
    }),
  );
});

test('what an edit leaves behind is a flow of the format again', () => {
  fc.assert(
    fc.property(anyFlow, anyEdit, (flow, edit) => {
      const applied = applyEdit(flow, edit);
      if (applied.ok) expect(parseFlow(applied.value)).toEqual({ ok: true, value: applied.value });
    }),
  );
});

test('an edit never changes the flow that it was given', () => {
  fc.assert(
    fc.property(anyFlow, anyEdit, (flow, edit) => {
      const before = structuredClone(flow);
      applyEdit(flow, edit);
      expect(flow).toEqual(before);
    }),
  );
});

test('edits survive JSON', () => {
  fc.assert(
    fc.property(anyEdit, (edit) => {
      const json: unknown = JSON.parse(JSON.stringify(edit));
      expect(editSchema.parse(json)).toEqual(json);
    }),
  );
});

test('a list is applied as a whole or not at all, and the problem names the edit', () => {
  const result = applyEdits(emptyFlow(), [
    { edit: 'renameFlow', name: 'Mine' },
    { edit: 'remove', part: 'services', id: 'ghost' },
  ]);
  expect(result).toEqual({
    ok: false,
    problem: {
      code: 'notFound',
      message:
        'There is no "ghost" in services; somebody may have removed it. Read the flow again and repeat the change.',
      at: 'edits.1.services.ghost',
    },
  });
});
