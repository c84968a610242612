import { expect, test } from 'vitest';
import { applyEdits } from '#shared/flow/edits.ts';
import { invertEdits } from '#shared/flow/invert.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import type { BoxId } from '../boxIds.ts';
import { frameAround, grouping, resizing, ungrouping } from './groupEdits.ts';
import { innermostGroup, membersOf, withMembers } from './members.ts';
import { placedRects } from './rects.ts';
import { withWholeGroups } from './useWholeGroups.ts';

const group = ([x, y]: [number, number], [width, height]: [number, number]) => ({
  title: 'G',
  colour: 'blue' as const,
  position: { x, y },
  size: { width, height },
});
const service = (x: number, y: number) => ({
  name: `s${x}`,
  position: { x, y },
  replicas: 1,
  listeners: {},
  handlers: {},
});
const flow: Flow = {
  ...emptyFlow(),
  services: { inside: service(40, 40), deep: service(420, 60), half: service(850, 40), out: service(2000, 0) },
  notes: { hint: { text: 'x', position: { x: 40, y: 200 }, size: { width: 100, height: 50 } } },
  groups: {
    outer: group([0, 0], [1000, 400]),
    inner: group([400, 20], [300, 200]),
    far: group([1900, -50], [500, 300]),
  },
};
const boxes = new Map(
  Object.entries(flow.services).map(([id, { position }]) => [id, { ...position, width: 200, height: 100 }]),
);
const placed = placedRects(flow, boxes);
const ids = (found: readonly BoxId[]) => found.map(({ part, id }) => `${part} ${id}`).toSorted();
const groupId = (id: string): BoxId => ({ part: 'groups', id });

test('a box belongs to the groups that its middle lies in, a group to those it lies in whole', () => {
  expect(ids(membersOf(groupId('outer'), placed).map(({ box }) => box))).toEqual([
    'groups inner',
    'notes hint',
    'services deep',
    'services half',
    'services inside',
  ]);
  expect(ids(membersOf(groupId('inner'), placed).map(({ box }) => box))).toEqual(['services deep']);
  expect(ids(membersOf(groupId('nobody'), placed).map(({ box }) => box))).toEqual([]);
  const deep = placed.get('services:deep');
  expect(deep === undefined ? undefined : innermostGroup(deep, placed)?.box).toEqual(groupId('inner'));
  const inner = placed.get('groups:inner');
  expect(inner === undefined ? undefined : innermostGroup(inner, placed)?.box).toEqual(groupId('outer'));
});

test('what moves with a group is everything in it, each once, however much of it is selected too', () => {
  const chosen = [groupId('outer'), groupId('inner'), { part: 'services' as const, id: 'deep' }];
  expect(ids(withMembers(chosen, placed))).toEqual([
    'groups inner',
    'groups outer',
    'notes hint',
    'services deep',
    'services half',
    'services inside',
  ]);
});

test('two groups of the same place do not hold each other', () => {
  const twins = placedRects(
    { ...emptyFlow(), groups: { a: group([0, 0], [100, 100]), b: group([0, 0], [100, 100]) } },
    new Map(),
  );
  expect(ids(membersOf(groupId('a'), twins).map(({ box }) => box))).toEqual(['groups b']);
  expect(membersOf(groupId('b'), twins)).toEqual([]);
});

test('a new group encloses what it was made of, and is taken back as one', () => {
  const chosen: BoxId[] = [
    { part: 'services', id: 'inside' },
    { part: 'notes', id: 'hint' },
  ];
  const made = grouping(flow, chosen, placed);
  const applied = applyEdits(flow, made?.edits ?? []);
  if (made === undefined || !applied.ok) throw new Error('The group was refused');
  const after = placedRects(applied.value, boxes);
  expect(ids(membersOf(groupId(made.id), after).map(({ box }) => box))).toEqual(ids(chosen));
  expect(applyEdits(applied.value, invertEdits(flow, made.edits))).toEqual({ ok: true, value: flow });
  expect(grouping(flow, [], placed)).toBeUndefined();
});

test('ungrouping leaves what stood in the group where it stands', () => {
  const { edits, freed } = ungrouping([groupId('inner'), { part: 'services', id: 'out' }], placed);
  expect([edits, freed]).toEqual([
    [{ edit: 'remove', part: 'groups', id: 'inner' }],
    [{ part: 'services', id: 'deep' }],
  ]);
});

test('the last group that goes leaves a flow as it was before there were any', () => {
  const one: Flow = { ...emptyFlow(), groups: { g: group([0, 0], [100, 100]) } };
  expect(applyEdits(one, [{ edit: 'remove', part: 'groups', id: 'g' }])).toEqual({ ok: true, value: emptyFlow() });
});

test('resizing from the left moves and sizes as one list; nothing changed is no edit', () => {
  const before = { x: 0, y: 0, width: 100, height: 100 };
  expect(resizing(groupId('g'), before, { x: -10, y: 0, width: 110, height: 100 })).toEqual([
    { edit: 'move', part: 'groups', id: 'g', position: { x: -10, y: 0 } },
    { edit: 'set', part: 'groups', id: 'g', field: 'size', value: { width: 110, height: 100 } },
  ]);
  expect(resizing(groupId('g'), before, before)).toEqual([]);
  expect(frameAround({ x: 3, y: 3, width: 10, height: 10 })).toEqual({ x: -20, y: -20, width: 80, height: 80 });
});

test('a selection box drawn within a group catches no group; drawn around it, the group as well', () => {
  const nodes = [{ id: 'groups:g', position: { x: 0, y: 0 }, data: {}, width: 200, height: 100 }];
  const box = { kind: 'service' as const, id: 'a' };
  const within = { x: 10, y: 10, width: 100, height: 50 };
  const around = { x: -10, y: -10, width: 300, height: 200 };
  const selection = [box];
  expect(withWholeGroups(selection, nodes, within)).toBe(selection);
  const both = [box, { kind: 'group' as const, id: 'g' }];
  expect(withWholeGroups(selection, nodes, around)).toEqual(both);
  expect(withWholeGroups(both, nodes, around)).toBe(both);
  expect(withWholeGroups(both, nodes, within)).toEqual([box]);
});
