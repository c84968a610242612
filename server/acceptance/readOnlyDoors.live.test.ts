import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { ClientTCP } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import { commandSchemas, type Answer, type CommandName } from '#shared/protocol.ts';
import { AppModule } from '../app.module.ts';
import { SessionGateway } from '../session/session.gateway.ts';
import { commandNeeds, mayLook } from '../session/commandNeeds.ts';
import { joinSession } from '../testing/testPage.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';

/**
 * The read-only link at every door, and the doors as the server itself has them: a command, a route or a message of the page
 * that is new fails here until somebody has decided, in a list below, that to look is all it does, or has seen it refused.
 */

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

/** Commands about a session that whoever has the read-only link may give. */
const looks: CommandName[] = [
  'readSession',
  'readTrace',
  'readEvents',
  'readPayload',
  'readBytes',
  'readMetrics',
  'readBroker',
  'readRegistry',
  'readMonkey',
  'listHeld',
  'readHeld',
  'listDeadLetters',
  'readRecording',
  'copySession',
];
/** The same by REST, and the page itself. */
const lookRoutes = [
  'GET /api/sessions/:session',
  'GET /api/sessions/:session/events',
  'GET /api/sessions/:session/events/:seq/payload',
  'GET /api/sessions/:session/metrics',
  'GET /api/sessions/:session/traces/:traceId',
  'GET /api/sessions/:session/traces/:traceId/hops/:hopId/bytes',
  'GET /api/sessions/:session/brokers/:broker/contents',
  'GET /api/sessions/:session/registries/:registry/contents',
  'GET /api/sessions/:session/monkey',
  'GET /api/sessions/:session/held',
  'GET /api/sessions/:session/held/:message',
  'GET /api/sessions/:session/dead-letters',
  'GET /api/sessions/:session/recording',
  'POST /api/sessions/:session/copy',
  'GET /s/:session',
];
/** What the page says besides commands: who is there. It changes nothing (server/session/people/people.live.test.ts). */
const lookMessages = ['command', 'here', 'pointer', 'seen'];

const flow = { version: 1, name: 'Mine now' };
const fault = { kind: 'never_reply', target: { handler: 'pong.ping' } };
const hex = '0'.repeat(16);
/** What makes a request of a route whole: one that is malformed would be refused for that. */
const bodies: Record<string, unknown> = {
  'POST /api/sessions/:session/edits': { revision: 0, edits: [{ edit: 'renameFlow', name: 'Mine now' }] },
  'PUT /api/sessions/:session/flow': flow,
  'POST /api/sessions/:session/send': { wire: 'pong', pattern: { cmd: 'ping' }, data: {} },
  'POST /api/sessions/:session/try': { expression: '1 + 1', scope: {} },
  'PUT /api/sessions/:session/faults/:fault': fault,
  'PUT /api/sessions/:session/monkey': { faults: [{ kind: 'never_reply' }] },
  'POST /api/sessions/:session/held/:message': { do: 'release' },
  'POST /api/sessions/:session/held': { do: 'release' },
};
const places: Record<string, string> = {
  driver: 'visitor',
  fault: 'mute',
  service: 'gateway',
  broker: 'redis',
  action: 'kill',
  letter: hex,
  message: hex,
  traceId: hex + hex,
  hopId: hex,
  seq: '1',
  revision: '0',
};

/** Params for each command that is refused, from the routes that carry it. */
const commandParams: Partial<Record<CommandName, object>> = {
  edit: { revision: 0, edits: [{ edit: 'renameFlow', name: 'Mine now' }] },
  replaceFlow: { flow },
  send: { wire: 'pong', pattern: { cmd: 'ping' }, data: {} },
  drive: { driver: 'visitor' },
  actOnDriver: { driver: 'visitor', action: 'stop' },
  tryExpression: { expression: '1 + 1', scope: {} },
  putFault: { fault: { id: 'mute', ...fault } },
  removeFault: { fault: 'mute' },
  startMonkey: { monkey: { faults: [{ kind: 'never_reply' }] } },
  actOnHeld: { message: hex, do: 'release' },
  actOnAllHeld: { do: 'release' },
  sendDeadLetter: { letter: hex },
  dropDeadLetter: { letter: hex },
  actOnService: { service: 'pong', action: 'kill' },
  actOnBroker: { broker: 'redis', action: 'kill' },
  actOnRegistry: { registry: 'registry', action: 'kill' },
  readVersion: { revision: 0 },
  restoreVersion: { revision: 0 },
  renewLink: { kind: 'edit' },
  revokeLink: { kind: 'view' },
};

interface Route {
  method: string;
  path: string;
}

const methodsOf = (type: { prototype: object }): [string, object][] =>
  Object.entries(Object.getOwnPropertyDescriptors(type.prototype)).flatMap(([name, { value }]) =>
    typeof value === 'function' ? [[name, value as object]] : [],
  );

/** Every route of the server that names a session, as Nest knows it. */
function sessionRoutes(): Route[] {
  const controllers = Reflect.getMetadata('controllers', AppModule) as { prototype: object }[];
  return controllers.flatMap((controller) => {
    const base = Reflect.getMetadata('path', controller) as string;
    return methodsOf(controller).flatMap(([, handler]) => {
      const paths = Reflect.getMetadata('path', handler) as string | string[] | undefined;
      const method: unknown = Reflect.getMetadata('method', handler);
      if (paths === undefined || typeof method !== 'number') return [];
      return [paths]
        .flat()
        .map((path) => ({
          method: RequestMethod[method] ?? '',
          path: `/${base}/${path}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1'),
        }))
        .filter(({ path }) => path.includes(':session'));
    });
  });
}

async function share() {
  const session = await server.openSession({ flow: pingPong });
  const { view } = await server.rest.ok<{ view: string }>('PUT', session.path('/links/view'));
  const state = async () => [
    await session.read(),
    await server.rest.get(session.path('/links')),
    await server.rest.get(session.path('/versions')),
  ];
  return { session, view: view.split('/').at(-1) ?? '', state };
}

test('what the read-only link may do is a list that somebody has decided on', () => {
  const names = Object.keys(commandSchemas) as CommandName[];
  const about = names.filter((name) => 'session' in commandSchemas[name].shape);
  expect(about.filter((name) => mayLook(commandNeeds[name])).toSorted()).toEqual(looks.toSorted());
  const said = methodsOf(SessionGateway).flatMap(
    ([, handler]) => (Reflect.getMetadata('message', handler) as string | undefined) ?? [],
  );
  expect(said.toSorted()).toEqual(lookMessages.toSorted());
});

test("every other command is refused to the read-only link, by the page's socket and by the control port", async () => {
  const { view, state } = await share();
  const before = await state();
  using page = await joinSession(server.url, { session: view });
  const refusable = (Object.keys(commandSchemas) as CommandName[]).filter(
    (name) => 'session' in commandSchemas[name].shape && !looks.includes(name),
  );
  const answers = await Promise.all(
    refusable.map(async (name) => {
      const params = { ...commandParams[name], session: view };
      const said: Answer<object>[] = [
        await page.socket.emitWithAck('command', name, params),
        await firstValueFrom(client.send<Answer<object>>({ cmd: name }, params)),
      ];
      return [name, ...said.map((answer) => (answer.ok ? 'done' : answer.problem.code))];
    }),
  );
  expect(answers).toEqual(refusable.map((name) => [name, 'readOnly', 'readOnly']));
  expect(await state()).toEqual(before);
});

test('every route that names a session refuses the read-only link, but for those that only show', async () => {
  const { session, view, state } = await share();
  const before = await state();
  const routes = sessionRoutes().flatMap(({ method, path }) =>
    (method === 'ALL' ? ['GET', 'POST', 'DELETE'] : [method]).map((one) => ({ method: one, path })),
  );
  // As many as there are: less would mean that they are no longer found this way.
  expect(routes.length).toBeGreaterThan(35);
  const answers = await Promise.all(
    routes.map(async ({ method, path }) => {
      const route = `${method} ${path}`;
      const kind = route.startsWith('DELETE') ? 'view' : 'edit';
      const at = path
        .replace('{/*path}', '/ping')
        .replaceAll(/:(\w+)/g, (_all, name: string) =>
          name === 'session' ? view : name === 'kind' ? kind : (places[name] ?? name),
        );
      const body = bodies[route];
      const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await server.rest.raw(at, { method, ...(body === undefined ? {} : json) });
      const text = await response.text();
      return { route, status: response.status, tells: text.includes(session.id) };
    }),
  );
  const refused = answers.filter(({ route }) => !lookRoutes.includes(route));
  expect(refused).toEqual(refused.map(({ route }) => ({ route, status: 403, tells: false })));
  expect(
    answers
      .filter(({ route }) => lookRoutes.includes(route))
      .map(({ route }) => route)
      .toSorted(),
  ).toEqual(lookRoutes.toSorted());
  expect(answers.filter(({ tells }) => tells)).toEqual([]);
  expect(await state()).toEqual(before);
});
