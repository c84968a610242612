import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Problem } from '#shared/problem.ts';
import { commandSchemas } from '#shared/protocol.ts';
import type { TestPage } from '../testing/testPage.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

/** Whatever comes in through any door is answered with a Problem that says where it is wrong, and everything goes on. */

let server: TestServer;
let session: TestSession;
let page: TestPage;
beforeAll(async () => {
  server = await startTestServer();
  session = await server.openSession({ flow: pingPong });
  page = await session.join();
});
afterAll(async () => {
  page[Symbol.dispose]();
  await server.close();
});

const runs = { numRuns: 200 };
type Refusal = { ok: false; problem: Problem };

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, Infinity, '', '__proto__', 'x'.repeat(1000), [], {}, [[]], { a: 1 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Every path to a value inside. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function withValueAt(value: unknown, path: string[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  const copy: Record<string, unknown> = structuredClone(value) as Record<string, unknown>;
  copy[key] = withValueAt(copy[key], rest, replacement);
  return copy;
}

/** A good value that is spoilt in one place. Things that are still good, by chance, are no harm. */
const spoilt = (good: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.tuple(fc.constantFrom(...pathsOf(good).slice(1)), junk).map(([path, value]) => withValueAt(good, path, value)),
    fc
      .tuple(fc.constantFrom(...pathsOf(good).slice(1)), fc.string({ minLength: 1, maxLength: 5 }))
      .map(([path, key]) => withValueAt(good, path, { [key]: 1 })),
  );

function expectRefusal(answer: { status: number; body: unknown }): void {
  const { ok, problem } = answer.body as Refusal;
  expect({ ok, problem }).toEqual({
    ok: false,
    problem: { code: expect.any(String), message: expect.stringMatching(/\.$/), at: problem.at },
  });
  expect(problem.code).not.toBe('internal');
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
}

test('malformed flows are refused with the path of what is wrong', async () => {
  await fc.assert(
    fc.asyncProperty(spoilt(pingPong), async (flow) => {
      const answer = await server.rest.put(session.path('/flow'), { flow });
      if (answer.status === 200) return;
      expectRefusal(answer);
      // Except when the whole is no flow at all, there is a place to point at.
      expect((answer.body as Refusal).problem.at).toEqual(expect.any(String));
    }),
    runs,
  );
  await session.replaceFlow(pingPong);
});

test('malformed edits are refused with the path of what is wrong', async () => {
  const edits = [
    { edit: 'put', part: 'services', id: 'x', value: pingPong.services['pong'] },
    { edit: 'set', part: 'wires', id: 'pong', field: 'name', value: 'P' },
    { edit: 'putHandler', service: 'pong', id: 'h', handler: pingPong.services['pong']?.handlers['ping'] },
    { edit: 'move', part: 'drivers', id: 'you', position: { x: 1, y: 1 } },
  ];
  await fc.assert(
    fc.asyncProperty(spoilt({ revision: 0, edits }), async (body) => {
      const answer = await server.rest.post(session.path('/edits'), body);
      if (answer.status !== 200) expectRefusal(answer);
    }),
    runs,
  );
  await session.replaceFlow(pingPong);
});

test('a list of edits is named by whole characters, so that its name can be kept', async () => {
  const edits = [{ edit: 'renameFlow', name: 'Named' }];
  for (const change of ['\ud800', 'a\udc00b', 'a\u0000b', 'a\nb', '']) {
    const answer = await server.rest.post(session.path('/edits'), { revision: 0, edits, change });
    expectRefusal(answer);
    expect((answer.body as Refusal).problem.at).toBe('change');
  }
  const wanted = { revision: 0, edits, change: '\u{1f600} ä' };
  const first = await server.rest.post(session.path('/edits'), wanted);
  expect(first.status).toBe(200);
  expect(await server.rest.post(session.path('/edits'), wanted)).toEqual(first);
  expectRefusal(await server.rest.get(session.path('/versions/100000')));
  await session.replaceFlow(pingPong);
});

test('edits that would make more of a flow than the format holds are refused, and what was accepted is read again', async () => {
  const steps = (levels: number): object[] =>
    levels === 0 ? [{ do: 'reply', value: '1' }] : [{ do: 'when', condition: 'true', then: steps(levels - 1) }];
  const notes = Array.from({ length: 2001 }, (_, index) => {
    return { edit: 'put', part: 'notes', id: `n${index}`, value: { text: 'x'.repeat(50), position: { x: 0, y: 0 } } };
  });
  const handler = { on: { event: 'deep' }, steps: steps(29) };
  const mine = await server.openSession({ flow: pingPong });
  for (const [edits, at] of [
    [notes, 'notes'],
    [[{ edit: 'putHandler', service: 'pong', id: 'deep', handler }], 'services.pong'],
  ] as const) {
    const answer = await server.rest.post(mine.path('/edits'), { revision: 0, edits });
    expectRefusal(answer);
    expect((answer.body as Refusal).problem.at).toBe(at);
  }
  const accepted = await server.rest.post(mine.path('/edits'), { revision: 0, edits: notes.slice(100) });
  expect(accepted).toEqual({ status: 200, body: { ok: true, revision: 1, problems: [] } });
  expect(await server.rest.get(mine.path('/versions/1'))).toEqual({
    status: 200,
    body: { ok: true, revision: 1, flow: (await mine.read()).flow },
  });
  await mine.close();
});

test('malformed settings of a monkey are refused with the path of what is wrong', async () => {
  const faults = [{ kind: 'latency', latencyMs: 5 }, { kind: 'throw_rpc' }];
  const settings = { faults, targets: [{ wire: 'pong' }], everyMs: 600_000, jitterMs: 5, eachForMs: 100, seed: 1 };
  await fc.assert(
    fc.asyncProperty(spoilt(settings), async (body) => {
      const answer = await server.rest.put(session.path('/monkey'), body);
      if (answer.status !== 200) expectRefusal(answer);
    }),
    runs,
  );
  await session.mendAll();
});

test('malformed bodies of every route are refused', async () => {
  const routes = fc.constantFrom(
    ['POST', '/send'],
    ['POST', '/edits'],
    ['PUT', '/faults/f'],
    ['PUT', '/monkey'],
    ['POST', '/services/pong/explode'],
    ['POST', '/services/nobody/kill'],
    ['POST', '/brokers/nobody/kill'],
    ['POST', '/registries/nobody/kill'],
    ['POST', '/drivers/nobody/send'],
    ['POST', '/drivers/nobody/start'],
    ['POST', '/drivers/nobody/explode'],
  );
  const bodies = fc.oneof(junk, spoilt({ wire: 'pong', pattern: { cmd: 'x' }, data: 1, kind: 'request' }));
  await fc.assert(
    fc.asyncProperty(routes, bodies, async ([method, path], body) => {
      const answer = await (method === 'PUT' ? server.rest.put : server.rest.post)(session.path(path), body);
      // A message that is right by chance is answered as the wire's client was.
      if (answer.status !== 200) expectRefusal(answer);
      else expect(path).toBe('/send');
    }),
    runs,
  );
});

test('bytes that are no JSON are refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      const response = await server.rest.raw('/api/sessions/nope/edits', { method: 'POST', body: Buffer.from(bytes) });
      expectRefusal({ status: response.status, body: await response.json() });
    }),
    runs,
  );
});

test('malformed queries and paths are refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 20 }), async (text) => {
      const part = encodeURIComponent(text);
      for (const path of [
        `/events?after=${part}x`,
        `/events?limit=${part}x`,
        `/events/${part}x/payload`,
        `/traces/${part}`,
      ]) {
        expectRefusal(await server.rest.get(session.path(path)));
      }
    }),
    runs,
  );
});

test('only digits stand for a number: a replica that is not said clearly is not the first one', async () => {
  const before = await session.read();
  for (const query of ['replica=', 'replica=%20', 'replica=-0', 'replica=0&replica=0', 'replica=null']) {
    expectRefusal(await server.rest.post(session.path(`/services/pong/kill?${query}`)));
  }
  for (const replica of [null, '', [], [0], false]) {
    const answer = await page.command('actOnService', { service: 'pong', action: 'kill', replica });
    expect(answer).toMatchObject({ ok: false, problem: { code: 'badInput', at: 'replica' } });
  }
  for (const path of ['/events?after=', '/events?limit=', '/metrics?after=', '/versions/%20', '/versions/0x0']) {
    expectRefusal(await server.rest.get(session.path(path)));
  }
  expect((await session.read()).services).toEqual(before.services);
});

test('malformed socket messages are refused', async () => {
  const names = fc.oneof(fc.constantFrom(...Object.keys(commandSchemas)), fc.string(), junk);
  const good = { session: 'nope', revision: 0, edits: [{ edit: 'renameFlow', name: 'x' }] };
  await fc.assert(
    fc.asyncProperty(names, fc.oneof(junk, spoilt(good)), async (name, params) => {
      // Opening and listing need nothing, so there is nothing to be refused.
      fc.pre(name !== 'openSession' && name !== 'listExamples');
      const answer = (await page.socket.emitWithAck('command', name as 'edit', params)) as Refusal;
      expect(answer).toEqual({
        ok: false,
        problem: { code: expect.any(String), message: expect.any(String), at: answer.problem.at },
      });
      expect(answer.problem.code).not.toBe('internal');
    }),
    runs,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(junk, { maxLength: 4 }), async (args) => {
      const answer = await page.socket.emitWithAck('command', ...(args as ['edit', unknown]));
      expect(answer).toMatchObject({ ok: expect.any(Boolean) });
    }),
    { numRuns: 50 },
  );
});

test('nesting without end, "__proto__" and too many values are refused at every door', async () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const bodies = [
    `{"flow":${deep}}`,
    '{"flow":{"version":1,"name":"x","__proto__":{"services":{}}}}',
    '{"flow":{"version":1,"name":"x","services":{"__proto__":{}}}}',
    '{"flow":{"version":1,"name":"x","services":{"constructor":{}}}}',
    `{"flow":[${'1,'.repeat(300_000)}1]}`,
  ];
  for (const body of bodies) {
    const response = await server.rest.raw('/api/sessions', { method: 'POST', body });
    expectRefusal({ status: response.status, body: await response.json() });
  }
  expect(await page.command('send', { wire: 'pong', pattern: 'p', data: JSON.parse('{"__proto__":1}') })).toMatchObject(
    {
      ok: false,
      problem: { code: 'badInput', at: 'data.__proto__' },
    },
  );
});

test('after all of it the session works', async () => {
  const { reply } = await session.send('pong', { cmd: 'ping' }, { text: 'alive' });
  expect(reply).toEqual({ text: 'pong', youSaid: 'alive' });
});
