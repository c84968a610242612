import { expect, test } from 'vitest';
import type { Edit } from './edits.ts';
import { placesMeet, touchedPlace } from './touched.ts';

const meet = (one: Edit, other: Edit): boolean => placesMeet(touchedPlace(one), touchedPlace(other));
const setName: Edit = { edit: 'set', part: 'services', id: 'orders', field: 'name', value: 'x' };
const move: Edit = { edit: 'move', part: 'services', id: 'orders', position: { x: 1, y: 2 } };

test('edits of one field meet, those of two fields do not', () => {
  expect([meet(setName, setName), meet(setName, move)]).toEqual([true, false]);
});

test('whoever removes or replaces a thing meets everything in it, and nothing beside it', () => {
  const remove = (id: string): Edit => ({ edit: 'remove', part: 'services', id });
  expect([meet(remove('orders'), setName), meet(move, remove('orders')), meet(remove('order'), setName)]).toEqual([
    true,
    true,
    false,
  ]);
});

test('handlers and listeners are places of their own within their service', () => {
  const handler = (id: string): Edit => ({ edit: 'removeHandler', service: 'orders', id });
  const listener: Edit = { edit: 'removeListener', service: 'orders', id: 'create' };
  expect([meet(handler('create'), handler('create')), meet(handler('create'), handler('cancel'))]).toEqual([
    true,
    false,
  ]);
  expect([meet(handler('create'), listener), meet(handler('create'), setName)]).toEqual([false, false]);
});
