import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Edit } from '#shared/flow/edits.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';

/**
 * Two pages edit together: the page's own stores and connection, twice, each behind a wire of its own that delays and breaks,
 * against the server itself. Nothing waits for a time: only for what a page was told, or for what a wire has carried.
 */

let server: Awaited<ReturnType<typeof runServer>>;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => void vi.unstubAllGlobals());

const runs = 10;
/** Say `PATCHBAY_SEED=…` to see a run again. */
const seed = Number(process.env['PATCHBAY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** What is edited comes from a small pool, so that the two often meet. */
const id = fc.constantFrom('n1', 'n2', 'n3');
const text = fc.stringMatching(/^[a-z]{1,6}$/);
const position = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) });
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      edit: fc.constant('set' as const),
      part: fc.constant('notes' as const),
      id,
      field: fc.constant('text'),
      value: text,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ edit: fc.constant('move' as const), part: fc.constant('notes' as const), id, position }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      edit: fc.constant('put' as const),
      part: fc.constant('notes' as const),
      id,
      value: fc.record({ text, position }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ edit: fc.constant('remove' as const), part: fc.constant('notes' as const), id }),
  },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant('renameFlow' as const), name: text }) },
);
const anyStep = fc.record({
  who: fc.nat(1),
  act: fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({
        do: fc.constant('edit' as const),
        edits: fc.array(anyEdit, { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hold' as const, 'release' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  ),
  /** Turns of the event loop before the next step: what is under way gets so much further. */
  turns: fc.nat(6),
});
type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never;

test("two pages with random edits, undos, delays and breaks end in the same flow as the server, and undo takes back only what is one's own", async () => {
  process.stdout.write(`PATCHBAY_SEED=${seed}\n`);
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 20, maxLength: 60 }), (steps) => editTogether(steps)),
    // What failed is said as it was: to shrink it would take as long again for each step.
    { numRuns: runs, seed, endOnFailure: true },
  );
}, 300_000);

test('a change made while the server is away is applied once when it is back, and one that no longer fits is refused with a reason', async () => {
  const session = await openSession();
  await using one = await startPage(session);
  await using other = await startPage(session);
  one.edit([note('n1', 'first')]);
  await Promise.all([one.settled(), other.until(() => other.flow().notes['n1'] !== undefined)]);
  one.wire.goAway();
  await one.until(() => one.state() === 'reconnecting');
  one.edit([{ edit: 'set', part: 'notes', id: 'n1', field: 'text', value: 'offline' }]);
  one.edit([note('n2', 'also offline')]);
  expect([one.flow().notes['n1']?.text, one.open()]).toEqual(['offline', 2]);
  other.edit([{ edit: 'remove', part: 'notes', id: 'n1' }]);
  await other.settled();
  one.wire.comeBack();
  await one.until(() => one.open() === 0 && one.state() === 'live');
  const end = await readFlow(session);
  expect(end.flow.notes).toEqual({ n2: { text: 'also offline', position: { x: 0, y: 0 } } });
  expect([one.flow(), one.refused()]).toEqual([end.flow, 'notFound']);
});

test.runIf(existsSync('/usr/bin/prlimit'))(
  'on a full disk nothing counts as saved and nothing is lost: it waits on the page, which says so, and is saved once there is room',
  async () => {
    // No file of the server may grow beyond 400 blocks of 512 bytes, as on a disk with no more room.
    await using full = await runServer('ulimit -S -f 400');
    const session = await openSession(full);
    await using one = await startPage(session, full);
    const ids: string[] = [];
    while (one.unsaved() === undefined) {
      ids.push(`n${ids.length}`);
      one.edit([note(ids.at(-1) ?? '', 'x'.repeat(9000))]);
      await one.until(() => one.open() === 0 || one.unsaved() !== undefined);
    }
    one.edit([{ edit: 'renameFlow', name: 'after it was full' }]);
    const saved = await readFlow(session, full);
    expect([one.unsaved(), one.open(), Object.keys(saved.flow.notes), saved.flow.name]).toEqual([
      'storeFailed',
      2,
      ids.slice(0, -1),
      'start',
    ]);
    expect([Object.keys(one.flow().notes), one.flow().name]).toEqual([ids, 'after it was full']);
    await full.makeRoom();
    await one.until(() => one.open() === 0);
    expect([one.unsaved(), (await readFlow(session, full)).flow]).toEqual([undefined, one.flow()]);
  },
);

async function editTogether(steps: readonly Step[]): Promise<void> {
  const session = await openSession();
  await using one = await startPage(session);
  await using other = await startPage(session);
  // Its wire is whole: it hears of everything, in the order in which it was accepted.
  await using witness = await startPage(session);
  const pages = [one, other];
  for (const { who, act, turns } of steps) {
    const page = pages[who];
    if (page === undefined) continue;
    switch (act.do) {
      case 'edit':
        page.edit(act.edits);
        break;
      case 'undo':
      case 'redo':
        page[act.do]();
        break;
      case 'hold':
      case 'release':
      case 'cut':
        page.wire[act.do]();
        break;
      case 'settle':
        page.wire.release();
        await page.settled();
        break;
    }
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  }
  for (const { wire } of pages) wire.release();
  await Promise.all(pages.map((page) => page.settled()));
  const before = await agreed(session, [...pages, witness]);

  // Only what the other one wrote last counts here: what nobody else has touched may well go.
  const theirs = writtenLastByOther(witness.heard, one.own);
  while (one.undos() > 0) one.undo();
  await one.settled();
  const after = await agreed(session, pages);
  expect(theirs.map((place) => [place, valueAt(after, place)])).toEqual(
    theirs.map((place) => [place, valueAt(before, place)]),
  );
}

/**
 * The places whose value comes from the other one. Where the other one has taken its own edit back, what `own` wrote stands there again,
 * and that is one's own to undo.
 */
function writtenLastByOther(heard: TogetherPage['heard'], own: ReadonlySet<string>): string[] {
  const lastOwn = new Map<string, unknown>();
  const theirs = new Map<string, unknown>();
  for (const { change = '', edits } of heard) {
    for (const [place, value] of edits.flatMap(written)) {
      if (own.has(change)) {
        lastOwn.set(place, value);
        theirs.delete(place);
      } else theirs.set(place, value);
    }
  }
  return [...theirs].flatMap(([place, value]) =>
    lastOwn.has(place) && isDeepStrictEqual(lastOwn.get(place), value) ? [] : [place],
  );
}

/** Waits until both pages show what the server has, and gives it back. */
async function agreed(session: string, pages: readonly TogetherPage[]): Promise<Flow> {
  const { flow, revision } = await readFlow(session);
  await Promise.all(pages.map((page) => page.until(() => page.revision() >= revision)));
  for (const page of pages) expect([page.revision(), page.flow()]).toEqual([revision, flow]);
  return flow;
}

const note = (noteId: string, text: string): Edit => ({
  edit: 'put',
  part: 'notes',
  id: noteId,
  value: { text, position: { x: 0, y: 0 } },
});

/** The fields that an edit writes, each with what stands there afterwards. */
function written(edit: Edit): [place: string, value: unknown][] {
  if (edit.edit === 'renameFlow') return [['name', edit.name]];
  if (edit.edit === 'set') return [[`${edit.id} text`, edit.value]];
  if (edit.edit === 'move') return [[`${edit.id} position`, edit.position]];
  if (edit.edit !== 'put' && edit.edit !== 'remove') throw new Error(`No step of this test makes a ${edit.edit}.`);
  const { text, position } = edit.edit === 'put' ? (edit.value as Flow['notes'][string]) : {};
  return [
    [`${edit.id} text`, text],
    [`${edit.id} position`, position],
  ];
}

function valueAt(flow: Flow, place: string): unknown {
  if (place === 'name') return flow.name;
  const [noteId = '', field] = place.split(' ');
  const found = flow.notes[noteId];
  return field === 'text' ? found?.text : found?.position;
}

async function openSession(from = server): Promise<string> {
  const response = await fetch(`${from.url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ flow: emptyFlow('start') }),
  });
  return ((await response.json()) as { id: string }).id;
}

async function readFlow(session: string, from = server): Promise<{ flow: Flow; revision: number }> {
  const response = await fetch(`${from.url}/api/sessions/${session}`);
  return (await response.json()) as { flow: Flow; revision: number };
}

type TogetherPage = Awaited<ReturnType<typeof startPage>>;

/** A page without a screen: modules of its own, so that its stores are its own. Resolves when it has joined. */
async function startPage(session: string, from = server) {
  vi.resetModules();
  const [
    { useFlowStore },
    { useHistory },
    { useConnectionStore },
    { startFeedingStores },
    { startSendingEdits },
    connection,
  ] = await Promise.all([
    import('../flow/flowStore.ts'),
    import('../flow/history.ts'),
    import('./connectionStore.ts'),
    import('./feedStores.ts'),
    import('./sendEdits.ts'),
    import('./connection.ts'),
  ]);
  const wire = await startWire(from.port);
  // Where the page came from is where its socket goes.
  vi.stubGlobal('location', new URL(wire.url));
  const heard: { change?: string | undefined; edits: Edit[] }[] = [];
  const own = new Set<string>();
  const watching = connection.news$.subscribe((news) => {
    if (news.news === 'edited') heard.push(news);
  });
  const notingOwn = useFlowStore.subscribe(({ pending }) => {
    for (const { change } of pending) own.add(change);
  });
  const stops = [
    startFeedingStores(),
    startSendingEdits(),
    connection.join(session),
    notingOwn,
    () => watching.unsubscribe(),
  ];
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        for (const stop of watchers) stop();
        resolve();
      };
      const watchers = [useFlowStore.subscribe(look), useConnectionStore.subscribe(look)];
      look();
    });
  const page = {
    wire,
    until,
    heard,
    /** The names of all changes that it made. */
    own,
    flow: () => useFlowStore.getState().flow,
    revision: () => useFlowStore.getState().revision,
    open: () => useFlowStore.getState().pending.length,
    unsaved: () => useFlowStore.getState().unsaved?.code,
    refused: () => useFlowStore.getState().refused?.code,
    state: () => useConnectionStore.getState().state,
    undos: () => useHistory.getState().undo.length,
    edit: (edits: Edit[]) => useFlowStore.getState().edit(edits),
    undo: () => useFlowStore.getState().undo(),
    redo: () => useFlowStore.getState().redo(),
    /** Everything that it did has been accepted or refused. */
    settled: () => until(() => page.open() === 0 && page.state() === 'live'),
    [Symbol.asyncDispose]: async () => {
      for (const stop of stops.toReversed()) stop();
      await wire.close();
    },
  };
  await until(() => useFlowStore.getState().session === session);
  return page;
}

/** A stretch of wire in front of the server: it can hold what it carries, break, and be gone. */
async function startWire(to: number) {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isHeld = false;
  let isGone = false;
  const cut = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  const listener = createServer((near) => {
    if (isGone) {
      near.destroy();
      return;
    }
    const far = connect(to, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    const gone = (): void => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const [from, onto] of [pair, [far, near] as const]) {
      from.on('data', (bytes) => onto.write(bytes));
      from.on('close', gone);
      from.on('error', gone);
      if (isHeld) from.pause();
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    cut,
    hold: () => {
      isHeld = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    release: () => {
      isHeld = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    goAway: () => {
      isGone = true;
      cut();
    },
    comeBack: () => {
      isGone = false;
    },
    close: async () => {
      cut();
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** The server itself, as a process: web/ does not import it. `first` is what a shell does before it becomes the server. */
async function runServer(first = ':') {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-together-'));
  const node = [process.execPath, '--import', 'tsx', 'server/main.ts'];
  const child = spawn('/bin/sh', ['-c', `${first}; exec "$@"`, 'sh', ...node], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const url = /http:\/\/\S+$/.exec(line)?.[0] ?? '';
  return {
    url,
    port: Number(new URL(url).port),
    /** Takes the limit away that `first` has set. */
    makeRoom: async () => {
      const raising = spawn('prlimit', ['--pid', String(child.pid), '--fsize=unlimited'], { stdio: 'inherit' });
      expect(await once(raising, 'exit')).toEqual([0, null]);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
