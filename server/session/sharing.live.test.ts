import { ClientTCP } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Problem } from '#shared/problem.ts';
import { commandSchemas, type CommandInput, type CommandName, type Links } from '#shared/protocol.ts';
import { joinSession } from '../testing/testPage.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';
import { commandNeeds, mayLook } from './commandNeeds.ts';

let server: TestServer;
let client: ClientTCP;
beforeAll(async () => {
  server = await startTestServer({ controlPort: 0 });
  client = new ClientTCP({ host: '127.0.0.1', port: server.running.controlPort ?? 0 });
});
afterAll(async () => {
  client.close();
  await server.close();
});

const names = Object.keys(commandSchemas) as CommandName[];
const secretOf = (path = ''): string => path.split('/').at(-1) ?? '';
const makeViewLink = async (session: TestSession): Promise<string> =>
  secretOf((await server.rest.ok<Links>('PUT', session.path('/links/view'))).view);

/** Something to ask of each command that the edit link could do. */
const samples: { [C in CommandName]: Omit<CommandInput<C>, 'session'> } = {
  openSession: { flow: pingPong },
  readSession: {},
  closeSession: {},
  edit: { revision: 0, edits: [{ edit: 'renameFlow', name: 'Mine now' }] },
  replaceFlow: { flow: { version: 1, name: 'Mine now' } },
  send: { wire: 'pong', pattern: { cmd: 'ping' }, data: {} },
  drive: { driver: 'visitor' },
  actOnDriver: { driver: 'visitor', action: 'stop' },
  tryExpression: { expression: '1 + 1', scope: {} },
  readTrace: { traceId: '0'.repeat(32) },
  readEvents: {},
  readPayload: { seq: 1 },
  readBytes: { traceId: '0'.repeat(32), hopId: '0'.repeat(16) },
  readMetrics: {},
  putFault: { fault: { id: 'mute', kind: 'never_reply', target: { handler: 'pong.ping' } } },
  removeFault: { fault: 'mute' },
  removeFaults: {},
  readMonkey: {},
  startMonkey: { monkey: { faults: [{ kind: 'never_reply' }] } },
  endMonkey: {},
  listHeld: {},
  readHeld: { message: '0'.repeat(16) },
  actOnHeld: { message: '0'.repeat(16), do: 'release' },
  actOnAllHeld: { do: 'release' },
  listDeadLetters: {},
  sendDeadLetter: { letter: '0'.repeat(16) },
  dropDeadLetter: { letter: '0'.repeat(16) },
  dropDeadLetters: {},
  actOnService: { service: 'pong', action: 'kill' },
  actOnBroker: { broker: 'redis', action: 'kill' },
  readBroker: { broker: 'redis' },
  startRecording: {},
  stopRecording: {},
  readRecording: { of: 'past' },
  actOnRegistry: { registry: 'registry', action: 'kill' },
  readRegistry: { registry: 'registry' },
  listExamples: {},
  copySession: {},
  reopenSession: {},
  listFlows: { sessions: [] },
  readHistory: {},
  readVersion: { revision: 0 },
  restoreVersion: { revision: 0 },
  readLinks: {},
  renewLink: { kind: 'edit' },
  revokeLink: { kind: 'view' },
};

test('a read-only link changes nothing, through any door, and never says what the edit link is', async () => {
  const session = await server.openSession({ flow: pingPong });
  const view = await makeViewLink(session);
  const before = await session.read();
  const links = await server.rest.get(session.path('/links'));
  const heard: unknown[] = [];
  const expected = names
    .filter((name) => 'session' in commandSchemas[name].shape)
    .map((name) => ({ name, isRefused: !mayLook(commandNeeds[name]) }));
  using page = await joinSession(server.url, { session: view });
  page.socket.onAny((...args) => heard.push(args));
  heard.push(page.view);
  for (const { name, isRefused } of expected) {
    const params = { ...samples[name], session: view };
    const answers: object[] = [
      await page.socket.emitWithAck('command', name, params),
      await firstValueFrom(client.send<object>({ cmd: name }, params)),
    ];
    heard.push(answers);
    for (const answer of answers) {
      const code = 'problem' in answer ? (answer.problem as Problem).code : 'none';
      // The name is compared along, so that a failure says which command it was.
      expect([name, code === 'readOnly']).toEqual([name, isRefused]);
    }
  }
  const rest = server.rest;
  const at = `/api/sessions/${view}`;
  const refused = await Promise.all([
    rest.delete(at),
    rest.post(`${at}/edits`, samples.edit),
    rest.put(`${at}/flow`, pingPong),
    rest.post(`${at}/send`, samples.send),
    rest.post(`${at}/drivers/visitor/send`),
    rest.put(`${at}/faults/mute`, { kind: 'never_reply', target: { handler: 'pong.ping' } }),
    rest.delete(`${at}/faults/mute`),
    rest.delete(`${at}/faults`),
    rest.put(`${at}/monkey`, samples.startMonkey.monkey),
    rest.delete(`${at}/monkey`),
    rest.post(`${at}/services/pong/kill`),
    rest.post(`${at}/brokers/redis/kill`),
    rest.post(`${at}/reopen`),
    rest.get(`${at}/versions`),
    rest.get(`${at}/versions/0`),
    rest.post(`${at}/versions/0/restore`),
    rest.get(`${at}/links`),
    rest.put(`${at}/links/edit`),
    rest.put(`${at}/links/view`),
    rest.delete(`${at}/links/view`),
    rest.get(`/s/${view}/http/gateway/ping`),
    rest.post(`/s/${view}/http/gateway/ping`, {}),
  ]);
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
  heard.push(refused, await rest.get(at), await rest.get(`${at}/events`), page.events);
  heard.push(await rest.post('/api/flows', { sessions: [view] }));
  expect(await session.read()).toEqual(before);
  expect(await server.rest.get(session.path('/links'))).toEqual(links);
  expect(JSON.stringify(heard)).not.toContain(session.id);
});

test('whoever looks sees what happens, and is told by their own link', async () => {
  const session = await server.openSession({ flow: pingPong });
  const view = await makeViewLink(session);
  expect(view).not.toBe(session.id);
  using page = await joinSession(server.url, { session: view });
  expect(page.view).toMatchObject({ id: view, readOnly: true, revision: 0 });
  await session.edit([{ edit: 'renameFlow', name: 'Seen' }]);
  await session.send('pong', { cmd: 'ping' }, {});
  await page.untilEvent(({ type }) => type === 'completed');
  expect(page.edited.map(({ revision }) => revision)).toEqual([1]);
  await session.replaceFlow(pingPong);
  await page.until(({ views }) => views === 2);
  expect(page.view).toMatchObject({ id: view, readOnly: true, revision: 2 });
  await session.close();
});

test('a revoked link opens nothing and says so; a new one opens again', async () => {
  const session = await server.openSession({ flow: pingPong });
  const first = await makeViewLink(session);
  using looking = await joinSession(server.url, { session: first });
  using editing = await session.join();
  await server.rest.ok('DELETE', session.path('/links/view'));
  await looking.until(({ closedReason }) => closedReason !== undefined);
  expect(looking.closedReason).toMatch(/^This link was revoked/);
  expect(editing.closedReason).toBeUndefined();
  using late = await joinSession(server.url, { session: first });
  expect(late.closedReason).toMatch(/^This link was revoked/);
  const second = await makeViewLink(session);
  expect(second).not.toBe(first);
  using again = await joinSession(server.url, { session: second });
  expect(again.view?.readOnly).toBe(true);
  await session.close();
});

test('a new edit link takes the old one away from everybody, and the flow goes on under it', async () => {
  const session = await server.openSession({ flow: pingPong });
  await session.edit([{ edit: 'renameFlow', name: 'Mine' }]);
  using page = await session.join();
  const links = await server.rest.ok<Links>('PUT', session.path('/links/edit'));
  await page.until(({ closedReason }) => closedReason !== undefined);
  expect(page.closedReason).toMatch(/^This link was revoked/);
  expect(await server.rest.get(session.path())).toMatchObject({
    status: 404,
    body: { ok: false, problem: { code: 'notFound' } },
  });
  using again = await joinSession(server.url, { session: secretOf(links.edit) });
  expect(again.view).toMatchObject({ id: secretOf(links.edit), revision: 1, flow: { name: 'Mine' } });
});

test('a copy is a flow of its own, also when it is made through the read-only link', async () => {
  const session = await server.openSession({ flow: pingPong });
  const view = await makeViewLink(session);
  const copies = await Promise.all(
    [session.id, view].map((secret) => server.rest.ok<{ id: string }>('POST', `/api/sessions/${secret}/copy`)),
  );
  const ids = copies.map(({ id }) => id);
  expect(new Set([session.id, view, ...ids]).size).toBe(4);
  const { flows } = await server.rest.ok<{ flows: object[] }>('POST', '/api/flows', { sessions: ids });
  expect(flows).toMatchObject(ids.map((id) => ({ session: id, name: `Copy of ${pingPong.name}`, revision: 0 })));
  await server.rest.ok('POST', `/api/sessions/${ids[1]}/edits`, samples.edit);
  expect((await session.read()).flow.name).toBe(pingPong.name);
  await session.close();
});

test('a deleted flow is gone from lists and links until it is brought back', async () => {
  const session = await server.openSession({ flow: pingPong });
  await session.edit([{ edit: 'renameFlow', name: 'Precious' }]);
  const view = await makeViewLink(session);
  const asked = { sessions: [session.id, view, 'unknown'] };
  const list = async (): Promise<object[]> =>
    (await server.rest.ok<{ flows: object[] }>('POST', '/api/flows', asked)).flows;
  expect(await list()).toMatchObject([
    { session: session.id, name: 'Precious', revision: 1 },
    { session: view, name: 'Precious', readOnly: true },
  ]);
  await session.close();
  expect(await list()).toEqual([]);
  expect((await server.rest.get(session.path())).status).toBe(404);
  await server.rest.ok('POST', session.path('/reopen'));
  expect(await list()).toHaveLength(2);
  expect((await session.read()).flow.name).toBe('Precious');
});

test('history tells the versions, and restoring one is an edit like any other', async () => {
  const session = await server.openSession({ flow: pingPong });
  using page = await session.join();
  await session.edit([{ edit: 'renameFlow', name: 'First' }]);
  await session.edit([{ edit: 'remove', part: 'services', id: 'pong' }]);
  const { versions } = await server.rest.ok<{ versions: object[] }>('GET', session.path('/versions'));
  const at = expect.any(Number);
  expect(versions).toEqual([
    { revision: 2, at, changes: 2 },
    { revision: 0, at, changes: 0 },
  ]);
  expect(await server.rest.ok('GET', session.path('/versions/1'))).toMatchObject({
    revision: 1,
    flow: { ...pingPong, name: 'First' },
  });
  expect((await server.rest.get(session.path('/versions/9'))).status).toBe(404);
  const restored = await server.rest.ok('POST', session.path('/versions/0/restore'));
  expect(restored).toMatchObject({ revision: 3 });
  expect((await session.read()).flow).toEqual(pingPong);
  await page.until(({ edited }) => edited.length === 3);
  await session.close();
});
