import { expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Edit } from '#shared/flow/edits.ts';
import { overlapText } from './overlapText.ts';

const setName: Edit = { edit: 'set', part: 'services', id: 'pong', field: 'name', value: 'x' };

test('says who changed what, by its name', () => {
  expect(overlapText('Ada', [setName], pingPong)).toBe(
    'Ada changed the name of pong just after you. What you see is theirs.',
  );
  expect(overlapText('Ada', [{ edit: 'renameFlow', name: 'y' }, setName], pingPong)).toBe(
    'Ada changed the name of the flow, and 1 more just after you. What you see is theirs.',
  );
  expect(overlapText('Ada', [{ edit: 'remove', part: 'services', id: 'pong' }], pingPong)).toBe(
    'Ada removed pong, which you had just changed.',
  );
});

test('says nothing of what was only moved', () => {
  expect(overlapText('Ada', [{ edit: 'move', part: 'services', id: 'pong', position: { x: 0, y: 0 } }], pingPong)).toBe(
    undefined,
  );
});
