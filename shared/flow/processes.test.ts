import { expect, test } from 'vitest';
import { checkFlow } from './checkFlow.ts';
import { emptyFlow, serviceSchema, type Flow } from './flow.ts';
import { isApart, servicesApart } from './processes.ts';

const position = { x: 0, y: 0 };
const flowOf = (processes: Record<string, 'own' | 'shared' | undefined>): Flow => ({
  ...emptyFlow(),
  services: Object.fromEntries(
    Object.entries(processes).map(([id, process]) => [id, serviceSchema.parse({ name: id, position, process })]),
  ),
});

test('three services of a flow have a process of their own, the first ones that are drawn so', () => {
  const flow = flowOf({ a: 'own', b: 'shared', c: undefined, d: 'own', e: 'own', f: 'own' });
  expect(servicesApart(flow)).toEqual(['a', 'd', 'e']);
  expect(['a', 'b', 'f', 'constructor'].map((id) => isApart(flow, id))).toEqual([true, false, false, false]);
});

test('whoever wants a fourth one is told that it runs with the others', () => {
  expect(checkFlow(flowOf({ a: 'own', b: 'own', c: 'own' }))).toEqual([]);
  expect(checkFlow(flowOf({ a: 'own', b: 'own', c: 'own', d: 'own' }))).toEqual([
    {
      code: 'tooMany',
      severity: 'warning',
      at: 'services.d.process',
      message:
        'At most 3 services of a flow have a process of their own; "d" runs with the others. Switch it off here, or at one of them.',
    },
  ]);
});
