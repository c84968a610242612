import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Edit } from '#shared/flow/edits.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import { ProblemError } from '#shared/problem.ts';
import { Database } from '../store/database.ts';
import { SavedFlows } from '../store/savedFlows.ts';
import { tempFolder } from '../testing/tempFolder.ts';
import { Drawing } from './drawing.ts';

const note = (id: string, text: string): Edit => ({
  edit: 'put',
  part: 'notes',
  id,
  value: { text, position: { x: 0, y: 0 } },
});

test('SQLite finds no room: the change is refused, told to nobody and not half there; sent again with room, it is kept once', async () => {
  using folder = tempFolder();
  const database = await Database.open({ file: join(folder.path, 'patchbay.db') });
  const flows = new SavedFlows(database, () => 0);
  const { key } = await flows.create(emptyFlow('Kept'));
  const accepted: number[] = [];
  const drawing = new Drawing({
    key,
    log: flows.log,
    loaded: await flows.log.load(key),
    now: () => 0,
    onAccepted: ({ revision }) => accepted.push(revision),
    onConflict: () => expect.unreachable('a full disk is no conflict'),
  });
  const limit = (pages: number) => database.alone((sql) => sql.all(`PRAGMA max_page_count = ${pages}`));
  const change = (name: string, edits: Edit[]) =>
    drawing.change({ body: { edits }, on: drawing.revision, change: name });

  await change('small', [note('a', 'small')]);
  const [{ page_count: pages }] = (await database.alone((sql) => sql.all('PRAGMA page_count'))) as [
    { page_count: number },
  ];
  await limit(pages);
  const large = ['b', 'c', 'd'].map((id) => note(id, 'x'.repeat(9900)));
  const refusal: unknown = await change('large', large).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ProblemError);
  expect((refusal as ProblemError).problem).toEqual({
    code: 'storeFailed',
    message: 'The disk of the server is full, so this cannot be saved. Nothing was changed. Make room there.',
  });
  expect([drawing.revision, Object.keys(drawing.flow.notes), accepted]).toEqual([1, ['a'], [1]]);
  expect(Object.keys((await flows.log.load(key)).flow.notes)).toEqual(['a']);

  await limit(1_000_000);
  expect(await change('large', large)).toBe(2);
  expect(await change('large', large)).toBe(2);
  expect([accepted, (await flows.log.load(key)).flow]).toEqual([[1, 2], drawing.flow]);
  await drawing.close();
  await flows.close();
});
