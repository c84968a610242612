import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

const gateway = pingPong.services['gateway'];
if (gateway === undefined) throw new Error('ping-pong has a gateway');
const echo = { on: { http: 'POST /echo/:what' }, steps: [{ do: 'reply' as const, value: '{ body, params, query }' }] };
const page = { on: { http: 'GET /page' }, steps: [{ do: 'reply' as const, value: "'<script>alert(1)</script>'" }] };
const flow: Flow = {
  ...pingPong,
  services: {
    ...pingPong.services,
    gateway: { ...gateway, replicas: 2, handlers: { ...gateway.handlers, echo, page } },
  },
};

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
  server = await startTestServer();
  session = await server.openSession({ flow });
});
afterAll(() => server.close());

test('a request reaches the service as it was written, and its answer comes back', async () => {
  const response = await session.http('gateway', '/echo/a%2Fb?x=1&y=%20', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"n":1}',
  });
  expect([response.status, await response.json()]).toEqual([
    201,
    { body: { n: 1 }, params: { what: 'a/b' }, query: { x: '1', y: ' ' } },
  ]);
});

test('the answer says which trace it began, and a trace that the caller brings is kept', async () => {
  using page = await session.join();
  const fresh = await session.http('gateway', '/ping');
  const traceId = fresh.headers.get('x-trace-id');
  await page.untilEvent((event) => event.type === 'received' && event.traceId === traceId);
  const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;
  const brought = await session.http('gateway', '/ping', { headers: { traceparent } });
  expect(brought.headers.get('x-trace-id')).toBe('c'.repeat(32));
  await page.untilEvent((event) => event.type === 'received' && event.traceId === 'c'.repeat(32));
});

test('replicas that are up take turns', async () => {
  using page = await session.join();
  const replicas = async (): Promise<unknown[]> => {
    const from = page.events.length;
    for (let count = 0; count < 4; count += 1) await session.http('gateway', '/ping');
    const arrived = () =>
      page.events.slice(from).filter(({ type, service }) => type === 'received' && service === 'gateway');
    await page.until(() => arrived().length === 4);
    return [...new Set(arrived().map(({ replica }) => replica))].toSorted();
  };
  expect(await replicas()).toEqual([0, 1]);
  await session.service('gateway', 'kill', 0);
  expect(await replicas()).toEqual([1]);
  await session.service('gateway', 'start', 0);
});

test('what a flow answers cannot act as a page of ours', async () => {
  const response = await session.http('gateway', '/page');
  expect([await response.text(), response.headers.get('content-security-policy')]).toEqual([
    '<script>alert(1)</script>',
    'sandbox',
  ]);
});

test('a service that is down, speaks no HTTP or is not there is a Problem', async () => {
  const status = async (service: string): Promise<unknown[]> => {
    const response = await session.http(service, '/ping');
    const { problem } = (await response.json()) as { problem: { code: string } };
    return [response.status, problem.code];
  };
  expect([await status('pong'), await status('nobody')]).toEqual([
    [400, 'wrongKind'],
    [404, 'notFound'],
  ]);
  await session.service('gateway', 'kill');
  expect(await status('gateway')).toEqual([503, 'notRunning']);
  await session.service('gateway', 'start');
  expect((await session.http('gateway', '/ping')).status).toBe(200);
});
