import { expect, test } from 'vitest';
import type { Edit } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import type { FlowSummary } from '#shared/protocol.ts';
import { openStore } from '../store/openStore.ts';
import { tempFolder } from '../testing/tempFolder.ts';
import { startTestServer } from '../testing/testServer.ts';

const position = { x: 0, y: 0 };
const notes = (count: number): Flow['notes'] =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, { text: '', position }]));

test('a flow that cannot be read hides no other, and one that earlier versions let grow too large still opens', async () => {
  using folder = tempFolder();
  const store = await openStore({ dataDir: folder.path, now: Date.now });
  const [good, bad, large] = await Promise.all(
    [emptyFlow('Good'), emptyFlow('Bad'), { ...emptyFlow('Large'), notes: notes(2001) }].map((flow) =>
      store.create(flow),
    ),
  );
  if (good === undefined || bad === undefined || large === undefined) throw new Error('unreachable');
  // As a newer Patchbay might have written it.
  const unknown = { edit: 'repaint', colour: 'red' } as unknown as Edit;
  await store.log.append([{ flow: bad.key, revision: 1, at: Date.now(), body: { edits: [unknown] } }]);
  await store.close();

  await using server = await startTestServer({ dataDir: folder.path });
  const sessions = [good.edit, bad.edit, large.edit];
  const { flows } = await server.rest.ok<{ flows: FlowSummary[] }>('POST', '/api/flows', { sessions });
  expect(flows.map(({ name }) => name)).toEqual(['Good', 'Large']);
  expect(await server.rest.get(`/api/sessions/${bad.edit}`)).toMatchObject({
    status: 503,
    body: { ok: false, problem: { code: 'storeFailed', message: expect.stringContaining('Revision 1 of this flow') } },
  });
  const at = `/api/sessions/${large.edit}`;
  const remove = { revision: 0, edits: [{ edit: 'remove', part: 'notes', id: 'n0' }] };
  expect(await server.rest.post(`${at}/edits`, remove)).toEqual({
    status: 200,
    body: { ok: true, revision: 1, problems: [] },
  });
});
