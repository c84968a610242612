import { expect, test } from 'vitest';
import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { changedPlaces } from './changedPlaces.ts';
import { useFlowStore, type FlowState } from './flowStore.ts';

const position = { x: 0, y: 0 };
const flow = edited(emptyFlow(), [
  ...['a', 'b', 'c'].map((id): Edit => ({ edit: 'put', part: 'services', id, value: { name: id, position } })),
  { edit: 'put', part: 'wires', id: 'ab', value: { name: 'AB', from: 'a', to: 'b' } },
  { edit: 'put', part: 'wires', id: 'bc', value: { name: 'BC', from: 'b', to: 'c' } },
]);
const before: FlowState = { ...useFlowStore.getInitialState(), flow };

function edited(from: Flow, edits: Edit[]): Flow {
  const applied = applyEdits(from, edits);
  if (!applied.ok) throw new Error(applied.problem.message);
  return applied.value;
}

const changed = (change: Partial<FlowState>): string[] =>
  [...changedPlaces({ ...before, ...change }, before)].toSorted();
const after = (edit: Edit): Partial<FlowState> => ({ flow: edited(flow, [edit]) });

test('an edit concerns what it changes, and the wires that lead there', () => {
  expect(changed({})).toEqual([]);
  expect(changed(after({ edit: 'renameFlow', name: 'Other' }))).toEqual([]);
  expect(changed(after({ edit: 'set', part: 'services', id: 'c', field: 'name', value: 'sea' }))).toEqual([
    'services.c',
    'wires.bc',
  ]);
  expect(changed(after({ edit: 'remove', part: 'wires', id: 'ab' }))).toEqual(['wires.ab']);
  expect(changed(after({ edit: 'put', part: 'services', id: 'd', value: { name: 'd', position } }))).toEqual([
    'services.d',
  ]);
});

test('a status that is told again concerns only what is different in it', () => {
  const service = (state: 'starting' | 'up') => ({ state, listeners: {}, replicas: [], problems: [] });
  const status = (b: 'starting' | 'up', wire: 'idle' | 'connected') => ({
    runner: 'up' as const,
    services: { a: service('up'), b: service(b) },
    wires: { ab: { state: wire }, bc: { state: 'idle' as const } },
    drivers: {},
    brokers: {},
  });
  const told = { ...before, status: status('starting', 'idle') };
  expect([...changedPlaces({ ...told, status: status('starting', 'idle') }, told)]).toEqual([]);
  expect([...changedPlaces({ ...told, status: status('up', 'connected') }, told)]).toEqual(['services.b', 'wires.ab']);
});

test('what is not drawn any more is not told of the status that it has lost', () => {
  const status = (services: Record<string, { state: 'up'; listeners: object; replicas: []; problems: [] }>) => ({
    runner: 'up' as const,
    services: services as never,
    wires: {},
    drivers: {},
    brokers: {},
  });
  const up = { state: 'up' as const, listeners: {}, replicas: [] as [], problems: [] as [] };
  const told = { ...before, status: status({ a: up, gone: up }) };
  expect([...changedPlaces({ ...told, status: status({}) }, told)]).toEqual(['services.a']);
});

test('problems, faults and dead letters concern the things that they name', () => {
  const problem = { code: 'badInput' as const, message: 'No.', at: 'services.a.handlers.x' };
  expect(changed({ problems: [problem] })).toEqual(['services.a']);
  expect(changed({ problems: [{ ...problem, severity: 'warning' }] })).toEqual([]);
  const fault = { id: 'f', kind: 'latency' as const, target: { wire: 'bc' }, enabled: true, delayMs: 5 };
  expect(changed({ faults: [fault as unknown as FlowState['faults'][number]] })).toEqual(['wires.bc']);
  expect(changed({ deadLetters: { ab: 2 } })).toEqual(['wires.ab']);
});
