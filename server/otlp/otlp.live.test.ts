import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import { isHopEvent, type HopEvent, type UnnumberedEvent } from '#shared/trace.ts';
import { parseExposition } from '../testing/parseExposition.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import { handlingSpanId } from './span.ts';

/** What a collector is sent, as OTLP/HTTP writes it down in JSON. */
interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code: number };
  links?: { spanId: string }[];
  service: string;
}
type Attributes = { key: string; value: { stringValue?: string } }[];
interface OtlpBody {
  resourceSpans: { resource: { attributes: Attributes }; scopeSpans: { spans: Omit<OtlpSpan, 'service'>[] }[] }[];
}

interface Collector extends AsyncDisposable {
  url: string;
  spans: OtlpSpan[];
  paths: Set<string>;
}

const closed = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
};

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
}

async function startCollector(): Promise<Collector> {
  const spans: OtlpSpan[] = [];
  const paths = new Set<string>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      paths.add(`${request.method} ${request.url} ${request.headers['content-type']}`);
      for (const { resource, scopeSpans } of (JSON.parse(body) as OtlpBody).resourceSpans) {
        const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
        spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, service }))));
      }
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  return { url: await listening(server), spans, paths, [Symbol.asyncDispose]: () => closed(server) };
}

const figure = async (server: TestServer, state: string): Promise<number> => {
  const { samples } = parseExposition(await (await server.rest.raw('/metrics')).text());
  return samples.get(`patchbay_otlp_spans_total{state="${state}"}`) ?? NaN;
};

test('a collector gets the same tree as the page: callers and handlers, errors, and what follows an event', async () => {
  await using collector = await startCollector();
  await using server = await startTestServer({ otlpUrl: collector.url });
  const session = await server.openSession({ flow: orderSaga });
  const results = await Promise.all(Object.keys(orderSaga.drivers).map((driver) => session.drive(driver)));
  for (const { traceId } of results) {
    let hops: HopEvent[] = [];
    let ours: OtlpSpan[] = [];
    // Every hop that was called or has arrived has come, and the last of them has ended.
    const isWhole = async (): Promise<boolean> => {
      hops = (await session.trace(traceId)).events.filter(isHopEvent);
      ours = collector.spans.filter((span) => span.traceId === traceId);
      const expected = hops.flatMap((hop) => {
        if (hop.type === 'called') return [hop.hopId];
        return hop.type === 'received' ? [handlingSpanId(hop.hopId, hop)] : [];
      });
      return new Set(expected).size === ours.length && ours.every(({ spanId }) => expected.includes(spanId));
    };
    await expect.poll(isWhole, { timeout: 20_000 }).toBe(true);
    const spans = new Map(ours.map((span) => [span.spanId, span]));
    for (const { hopId, parentId, service, replica, attempt } of hops.filter(({ type }) => type === 'called')) {
      const above =
        parentId === undefined || attempt !== undefined ? parentId : handlingSpanId(parentId, { service, replica });
      expect(spans.get(hopId)?.parentSpanId).toBe(above);
    }
    for (const hop of hops.filter(({ type }) => type === 'received')) {
      const span = spans.get(handlingSpanId(hop.hopId, hop));
      expect(span?.parentSpanId).toBe(hop.hopId);
      expect(span?.service).toBe(orderSaga.services[hop.service ?? '']?.name);
      expect(span?.links?.map((link) => link.spanId) ?? []).toEqual(hop.kind === 'event' ? [hop.hopId] : []);
    }
    const failed = new Set(hops.flatMap(({ type, hopId }) => (type === 'failed' ? [hopId] : [])));
    const errors = ours.filter(({ kind, status }) => kind === 3 && status.code === 2);
    expect(new Set(errors.map(({ spanId }) => spanId))).toEqual(failed);
  }
  expect([...collector.paths]).toEqual(['POST /v1/traces application/json']);
  expect(await figure(server, 'exported')).toBe(collector.spans.length);
});

test('a dead collector costs nothing: calls go on, and what cannot be sent is dropped', async () => {
  const gone = createServer();
  const otlpUrl = await listening(gone);
  await closed(gone);
  await using server = await startTestServer({ otlpUrl });
  const session = await server.openSession({ flow: pingPong });
  for (let sent = 0; sent < 20; sent += 1)
    expect(await session.send('pong', { cmd: 'ping' }, {})).toMatchObject({ reply: expect.anything() });
  await expect.poll(() => figure(server, 'failed'), { timeout: 20_000 }).toBeGreaterThan(0);
  expect(await figure(server, 'exported')).toBe(0);
});

test('a collector that never answers is sent one batch at a time, however much happens', async () => {
  let requests = 0;
  const mute = createServer((request) => {
    requests += 1;
    request.resume();
  });
  const otlpUrl = await listening(mute);
  await using server = await startTestServer({ otlpUrl });
  const session = await server.openSession({ flow: pingPong });
  const { relay } = server.running.sessions.get(session.id);
  const call = (type: 'called' | 'completed', index: number): UnnumberedEvent => ({
    atUs: 1_000_000 + index,
    type,
    traceId: 'a'.repeat(32),
    hopId: index.toString(16).padStart(16, '0'),
    pattern: 'p',
    kind: 'request',
    wire: 'pong',
    service: 'gateway',
  });
  for (let index = 0; index < 30_000; index += 1) relay.publish([call('called', index), call('completed', index)]);
  await expect.poll(() => requests).toBe(1);
  expect(await figure(server, 'ended')).toBeGreaterThanOrEqual(30_000);
  expect(await session.send('pong', { cmd: 'ping' }, {})).toMatchObject({ reply: expect.anything() });
  await closed(mute);
});
