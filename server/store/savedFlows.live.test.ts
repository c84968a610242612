import { expect, test } from 'vitest';
import type { Edit } from '#shared/flow/edits.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import { openStore } from './openStore.ts';
import type { SavedFlows } from './savedFlows.ts';
import { tempFolder } from '../testing/tempFolder.ts';

const day = 24 * 60 * 60_000;

const note = (id: string, text = id): Edit => ({
  edit: 'put',
  part: 'notes',
  id,
  value: { text, position: { x: 0, y: 0 } },
});
const append = (store: SavedFlows, flow: number, change: { revision: number; edits: Edit[] }): Promise<void> => {
  const { revision, edits } = change;
  return store.log.append([{ flow, revision, at: revision, body: { edits } }]);
};

test('every revision can be read again, from snapshots and changes, also by the next process', async () => {
  using folder = tempFolder();
  const options = { dataDir: folder.path, now: () => 0 };
  const store = await openStore(options);
  const { key } = await store.create(emptyFlow('Long'));
  let last = (await store.log.load(key)).flow;
  for (let revision = 1; revision <= 60; revision += 1) {
    await append(store, key, { revision, edits: [note('n', String(revision).repeat(1000))] });
    ({ flow: last } = await store.log.load(key));
    await store.log.keep({ flow: key, revision, at: revision, body: { edits: [] } }, last);
  }
  await store.close();
  const again = await openStore(options);
  expect(await again.log.load(key)).toEqual({ flow: last, revision: 60, known: [] });
  const texts = await Promise.all(
    [1, 30, 59].map(async (revision) => (await again.log.load(key, revision)).flow.notes['n']?.text),
  );
  expect(texts).toEqual(['1', '30', '59'].map((text) => text.repeat(1000)));
  await again.close();
});

test('changes that come together are kept together, and one that cannot be kept takes no other along', async () => {
  const store = await openStore({ dataDir: undefined, now: () => 0 });
  const [one, other] = await Promise.all([store.create(emptyFlow('One')), store.create(emptyFlow('Other'))]);
  await append(store, one.key, { revision: 1, edits: [note('first')] });
  const results = await Promise.allSettled([
    append(store, other.key, { revision: 1, edits: [note('mine')] }),
    append(store, one.key, { revision: 1, edits: [note('again')] }),
    append(store, one.key, { revision: 2, edits: [note('second')] }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(Object.keys((await store.log.load(one.key)).flow.notes)).toEqual(['first', 'second']);
  expect(Object.keys((await store.log.load(other.key)).flow.notes)).toEqual(['mine']);
  await store.close();
});

test('a change whose name is no text, as older versions took it, keeps nobody from the flow', async () => {
  const store = await openStore({ dataDir: undefined, now: () => 0 });
  const { key } = await store.create(emptyFlow('Named'));
  const names = ['\u{1f600} ä', '\ud800', 'half \udfff of it', 'plain'];
  await store.log.append(
    names.map((change, index) => ({ flow: key, revision: index + 1, at: 0, change, body: { edits: [note('n')] } })),
  );
  expect(await store.log.load(key)).toEqual({
    flow: { ...emptyFlow('Named'), notes: { n: { text: 'n', position: { x: 0, y: 0 } } } },
    revision: 4,
    known: [
      { change: '\u{1f600} ä', revision: 1 },
      { change: 'plain', revision: 4 },
    ],
  });
  await store.close();
});

test('what was deleted or never touched goes after 30 days, nothing else', async () => {
  using folder = tempFolder();
  let now = 0;
  const options = { dataDir: folder.path, now: () => now };
  const store = await openStore(options);
  const [deleted, untouched, changed] = await Promise.all(
    ['deleted', 'untouched', 'changed'].map((name) => store.create(emptyFlow(name))),
  );
  if (deleted === undefined || untouched === undefined || changed === undefined) throw new Error('unreachable');
  await append(store, changed.key, { revision: 1, edits: [note('a')] });
  await append(store, deleted.key, { revision: 1, edits: [note('a')] });
  await store.setDeleted(deleted.key, true);
  now = 29 * day;
  await store.sweep();
  const there = async (): Promise<boolean[]> =>
    (await Promise.all([deleted, untouched, changed].map(({ edit }) => store.find(edit)))).map(Boolean);
  expect(await there()).toEqual([true, true, true]);
  now = 31 * day;
  await store.sweep();
  expect(await there()).toEqual([false, false, true]);
  await store.close();
});
