import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Here, MovedPointers, People } from '#shared/people.ts';
import { joinSession, type TestPage } from '../../testing/testPage.ts';
import { startTestServer, type TestServer } from '../../testing/testServer.ts';
import type { TestSession } from '../../testing/testSession.ts';

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
  server = await startTestServer();
  session = await server.openSession({ flow: pingPong });
});
afterAll(() => server.close());

/** A page that keeps what it is told of people. */
interface Visitor {
  page: TestPage;
  told: () => People | undefined;
  moved: MovedPointers[];
  /** Waits until the names of all who are there are these. */
  sees: (...names: string[]) => Promise<void>;
}

let pages = 0;
const here = (name: string, more: Partial<Here> = {}): Here => {
  pages += 1;
  return { page: `page-${String(pages).padStart(4, '0')}`, name, selection: [], isEditing: false, ...more };
};

async function visit(by: string = session.id): Promise<Visitor> {
  const page = await joinSession(server.url, { session: by });
  let told: People | undefined;
  const moved: MovedPointers[] = [];
  page.socket.on('people', (people) => (told = people));
  page.socket.on('pointers', (pointers) => moved.push(pointers));
  const sees = (...names: string[]): Promise<void> =>
    page.until(() => JSON.stringify(told?.people.map(({ name }) => name)) === JSON.stringify(names));
  return { page, told: () => told, moved, sees };
}

test('whoever says that they are here is seen by the others, with what they have selected, and is gone when they leave', async () => {
  const ada = await visit();
  using _ada = ada.page;
  ada.page.socket.emit('here', here('Ada'));
  await ada.sees('Ada');
  const ben = await visit();
  ben.page.socket.emit(
    'here',
    here('Ben', { selection: [{ kind: 'handler', id: 'ping', service: 'pong' }], isEditing: true }),
  );
  await Promise.all([ada.sees('Ada', 'Ben'), ben.sees('Ada', 'Ben')]);
  expect(ada.told()).toEqual({
    people: [
      { id: ada.page.socket.id, name: 'Ada', colour: 0, isViewer: false, selection: [], isEditing: false },
      {
        id: ben.page.socket.id,
        name: 'Ben',
        colour: 1,
        isViewer: false,
        selection: [{ kind: 'handler', id: 'ping', service: 'pong' }],
        isEditing: true,
      },
    ],
    more: 0,
  });
  ben.page[Symbol.dispose]();
  await ada.sees('Ada');
});

test("pointers are told in the drawing's pixels, and nothing of people is stored or becomes an event", async () => {
  const [ada, ben] = [await visit(), await visit()];
  using _ada = ada.page;
  using _ben = ben.page;
  ada.page.socket.emit('here', here('Ada'));
  await ada.sees('Ada');
  ben.page.socket.emit('here', here('Ben'));
  await ben.sees('Ada', 'Ben');
  const before = await session.read();
  ada.page.socket.emit('pointer', { x: 12.5, y: -40 });
  const id = ada.page.socket.id;
  const last = () => ben.moved.at(-1);
  await ben.page.until(() => last() !== undefined);
  expect(last()).toEqual([{ id, at: { x: 12.5, y: -40 } }]);
  ada.page.socket.emit('pointer', null);
  await ben.page.until(() => last()?.[0]?.at === null);
  expect(await session.read()).toEqual(before);
  expect(JSON.stringify(before)).not.toContain('Ada');
  expect(ben.page.events.filter(({ type }) => type !== 'serviceChanged')).toEqual([]);
});

test('a page that comes back while its old connection still stands is there once, in its colour', async () => {
  const [ada, first] = [await visit(), await visit()];
  using _ada = ada.page;
  using _first = first.page;
  ada.page.socket.emit('here', here('Ada'));
  await ada.sees('Ada');
  const ben = here('Ben');
  first.page.socket.emit('here', ben);
  await ada.sees('Ada', 'Ben');
  const again = await visit();
  using _again = again.page;
  again.page.socket.emit('here', ben);
  await ada.page.until(() => ada.told()?.people[1]?.id === again.page.socket.id);
  expect(ada.told()?.people.map(({ name, colour }) => [name, colour])).toEqual([
    ['Ada', 0],
    ['Ben', 1],
  ]);
});

test('a wished colour is given when nobody has it', async () => {
  const [ada, ben] = [await visit(), await visit()];
  using _ada = ada.page;
  using _ben = ben.page;
  ada.page.socket.emit('here', here('Ada', { colour: 5 }));
  await ada.sees('Ada');
  ben.page.socket.emit('here', here('Ben', { colour: 5 }));
  await ada.sees('Ada', 'Ben');
  expect(ada.told()?.people.map(({ colour }) => colour)).toEqual([5, 0]);
});

test('whoever comes by the read-only link is seen as a viewer, and sees the others', async () => {
  const links = await server.rest.ok<{ view: string }>('PUT', session.path('/links/view'));
  const ada = await visit();
  using _ada = ada.page;
  ada.page.socket.emit('here', here('Ada'));
  await ada.sees('Ada');
  const guest = await visit(links.view.split('/').at(-1) ?? '');
  using _guest = guest.page;
  const heard: unknown[] = [];
  guest.page.socket.onAny((...args) => heard.push(args));
  guest.page.socket.emit('here', here('Guest'));
  await Promise.all([ada.sees('Ada', 'Guest'), guest.sees('Ada', 'Guest')]);
  expect(guest.told()?.people.map(({ isViewer }) => isViewer)).toEqual([false, true]);
  expect(JSON.stringify(heard)).not.toContain(session.id);
});

test('what does not fit is passed over: the connection stands, and nobody is told', async () => {
  const [ada, ben] = [await visit(), await visit()];
  using _ada = ada.page;
  using _ben = ben.page;
  ada.page.socket.emit('here', here('Ada'));
  await ada.sees('Ada');
  const one = { kind: 'service', id: 'pong' };
  const misfits: unknown[] = [
    undefined,
    null,
    'Ben',
    here(''),
    here(' \u202e\n '),
    here('Ben', { page: 'x' }),
    here('x'.repeat(5000)),
    here('Ben', { selection: Array.from({ length: 51 }, () => one) as Here['selection'] }),
    { ...here('Ben'), isAdmin: true },
    { ...here('Ben'), selection: [{ kind: 'everything', id: 'pong' }] },
  ];
  for (const misfit of misfits) ben.page.socket.emit('here', misfit as Here);
  // Not yet here: nobody knows whose pointer this would be.
  ben.page.socket.emit('pointer', { x: 1, y: 1 });
  ben.page.socket.emit('pointer', { x: Infinity, y: '1' } as unknown as { x: number; y: number });
  ben.page.socket.emit('here', here('<b>Ben</b>\u202e\n'));
  await ada.sees('Ada', '<b>Ben</b>');
  expect([ada.moved, ben.page.socket.connected]).toEqual([[], true]);
});

test('32 people are shown and the others counted', async () => {
  const all = await Promise.all(Array.from({ length: 34 }, () => visit()));
  for (const [index, { page }] of all.entries()) page.socket.emit('here', here(`P${index}`));
  const [first] = all;
  await first?.page.until(() => first.told()?.more === 2);
  expect(first?.told()?.people).toHaveLength(32);
  for (const { page } of all) page[Symbol.dispose]();
});
