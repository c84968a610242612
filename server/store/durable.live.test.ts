import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Edit } from '#shared/flow/edits.ts';
import { emptyFlow } from '#shared/flow/flow.ts';
import type { CommandResults, SessionView } from '#shared/protocol.ts';
import { runProgram } from '../testing/program.ts';
import { restCaller, type RestCaller } from '../testing/restCaller.ts';
import { tempFolder } from '../testing/tempFolder.ts';
import { joinSession, type TestPage } from '../testing/testPage.ts';

/** What is promised about a flow when the server, the machine or the disk gives up. With the program itself, and real files. */

const note = (id: string, text = id): Edit => ({
  edit: 'put',
  part: 'notes',
  id,
  value: { text, position: { x: 0, y: 0 } },
});

const openEmpty = async (rest: RestCaller): Promise<string> =>
  (await rest.ok<{ id: string }>('POST', '/api/sessions', { flow: emptyFlow('Kept') })).id;
const read = (rest: RestCaller, id: string): Promise<SessionView> => rest.ok('GET', `/api/sessions/${id}`);

/** Sends edits as fast as it may until the server is gone. Returns the ids of the notes whose edits were acknowledged. */
async function sendUntilGone(page: TestPage, { count, onAcknowledged }: { count: number; onAcknowledged: () => void }) {
  const acknowledged: string[] = [];
  const gone = new Promise<void>((resolve) => page.socket.once('disconnect', () => resolve()));
  const all = Array.from({ length: count }, async (_, index) => {
    const id = `n${index}`;
    const answer = await page.command('edit', { revision: 0, edits: [note(id)], change: randomUUID() });
    if (!answer.ok) return;
    acknowledged.push(id);
    onAcknowledged();
  });
  await Promise.race([gone, Promise.all(all)]);
  return acknowledged;
}

test('kill -9 during a burst of 500 edits loses none that was acknowledged', async () => {
  using folder = tempFolder();
  const env = { PORT: '0', DATA_DIR: folder.path };
  await using first = await runProgram(env);
  const id = await openEmpty(restCaller(first.url));
  let count = 0;
  const killAfter = 150;
  let acknowledged: string[] = [];
  {
    using page = await joinSession(first.url, { session: id });
    const onAcknowledged = (): void => {
      count += 1;
      if (count === killAfter) first.child.kill('SIGKILL');
    };
    acknowledged = await sendUntilGone(page, { count: 500, onAcknowledged });
  }
  await first.ended;
  expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter);
  await using second = await runProgram(env);
  const { flow, revision, id: found } = await read(restCaller(second.url), id);
  const kept = new Set(Object.keys(flow.notes));
  expect(acknowledged.filter((note) => !kept.has(note))).toEqual([]);
  expect([found, revision]).toEqual([id, kept.size]);
});

test('a restart brings back the flow, its revision, its links and what it may not do twice', async () => {
  using folder = tempFolder();
  const env = { PORT: '0', DATA_DIR: folder.path };
  const first = await runProgram(env);
  const rest = restCaller(first.url);
  const id = await openEmpty(rest);
  const edit = { revision: 0, edits: [note('a')], change: 'mine-1' };
  expect(await rest.ok('POST', `/api/sessions/${id}/edits`, edit)).toMatchObject({ revision: 1 });
  const links = await rest.ok<CommandResults['renewLink']>('PUT', `/api/sessions/${id}/links/view`);
  const before = await read(rest, id);
  first.child.kill('SIGTERM');
  expect(await first.ended).toEqual([0, null]);
  await first[Symbol.asyncDispose]();
  await using second = await runProgram(env);
  const again = restCaller(second.url);
  const after = await read(again, id);
  expect([after.flow, after.revision]).toEqual([before.flow, before.revision]);
  expect(after.run).not.toBe(before.run);
  expect(await again.ok('GET', `/api/sessions/${id}/links`)).toEqual(links);
  expect(await again.ok('POST', `/api/sessions/${id}/edits`, edit)).toMatchObject({ revision: 1 });
  expect((await read(again, id)).revision).toBe(1);
});

test.runIf(process.platform === 'linux')(
  'a full disk refuses edits with a Problem and keeps what was there',
  async () => {
    using folder = tempFolder();
    const env = { PORT: '0', DATA_DIR: folder.path };
    // No file may grow beyond 400 blocks of 512 bytes, as on a disk with no more room.
    await using full = await runProgram(env, { first: 'ulimit -f 400' });
    const rest = restCaller(full.url);
    const id = await openEmpty(rest);
    const path = `/api/sessions/${id}/edits`;
    let revision = 0;
    let refusal: { status: number; body: unknown } | undefined;
    while (refusal === undefined) {
      const edits = [note(`n${revision}`, 'x'.repeat(9000))];
      const answer = await rest.post(path, { revision, edits });
      if (answer.status === 200) revision += 1;
      else refusal = answer;
    }
    expect(refusal).toMatchObject({ status: 503, body: { ok: false, problem: { code: 'storeFailed' } } });
    const view = await read(rest, id);
    expect([view.revision, Object.keys(view.flow.notes).length]).toEqual([revision, revision]);
    full.child.kill('SIGKILL');
    await full.ended;
    await using roomy = await runProgram(env);
    const again = restCaller(roomy.url);
    expect((await read(again, id)).flow).toEqual(view.flow);
    expect(await again.ok('POST', path, { revision, edits: [note('more')] })).toMatchObject({ revision: revision + 1 });
  },
);

test.each(['/dev/null/patchbay', '/proc/patchbay/flows'])(
  'says what to type when flows are to be kept where nothing can be, as in %s',
  async (dataDir) => {
    await using program = await runProgram({ PORT: '0', DATA_DIR: dataDir });
    const { line } = program;
    expect(line).toContain(`Patchbay cannot start. Flows cannot be saved in ${dataDir}: no folder can be made in /`);
    expect(line).toMatch(/ Type: DATA_DIR=<a folder of yours> npm start/);
    expect(await program.ended).toEqual([1, null]);
  },
);

test('nobody else on the machine may read the links', async () => {
  using folder = tempFolder();
  const dataDir = join(folder.path, 'new');
  await using _program = await runProgram({ PORT: '0', DATA_DIR: dataDir });
  const modes = ['.', ...readdirSync(dataDir)].map((name) => (statSync(join(dataDir, name)).mode & 0o077).toString(8));
  expect(new Set(modes)).toEqual(new Set(['0']));
});
