// NestJS over TCP with TLS: real handshakes through the link proxies, and what goes wrong with them.
import { connect, createServer, type AddressInfo } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import type { Flow } from '#shared/flow/flow.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from '../testing/testRuntime.ts';

const handlers: TestHandlers = {
  sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
  seen: { on: { event: 'seen' }, steps: [{ do: 'log', value: 'data' }] },
  count: { on: { message: 'count' }, steps: [{ do: 'stream', count: 3, everyMs: 1, value: 'index + 1' }] },
};

const flow = (wire: { tls?: 'none' | 'untrusted' } = {}, tls = true): Flow =>
  testFlow({
    services: { gateway: {}, math: { tcp: { tls }, handlers } },
    wires: { math: { from: 'gateway', to: 'math', timeoutMs: 3000, ...wire } },
  });

const ask = (test: TestRuntime, pattern: string, kind: 'request' | 'event' = 'request') =>
  test.runtime.send({ wire: 'math', pattern, data: { a: 1, b: 2 }, kind });

const portOf = (test: TestRuntime): number => test.runtime.status().services['math']?.listeners['tcp']?.ports[0] ?? 0;

test('requests, streams and events go over TLS, and wires trust the listener by themselves', async () => {
  await using test = await startTestRuntime(flow());
  expect(await ask(test, 'sum')).toMatchObject({ reply: 3 });
  expect(await ask(test, 'count')).toMatchObject({ replies: [1, 2, 3] });
  const { traceId } = await ask(test, 'seen', 'event');
  await test.until((event) => event.type === 'received' && event.traceId === traceId && event.service === 'math');
  expect(test.runtime.status().wires['math']).toEqual({ state: 'connected' });
});

test('the service answers with a certificate of its own, which others do not trust', async () => {
  await using test = await startTestRuntime(flow());
  const refused = await new Promise((resolve) => {
    connectTls({ host: '127.0.0.1', port: portOf(test) }).on('error', resolve);
  });
  expect(refused).toMatchObject({ message: expect.stringMatching(/self-signed certificate/) as string });
});

test('without trust in the certificate the caller gets no more than that the connection closed; the trace says why', async () => {
  await using test = await startTestRuntime(flow({ tls: 'untrusted' }));
  const { error } = await ask(test, 'sum');
  expect(error).toEqual({ name: 'Error', message: 'Connection closed' });
  const { note } = await test.until(
    (event) => event.type === 'wireChanged' && /TLS handshake/.test(String(event.note)),
  );
  expect(note).toBe('The TLS handshake failed: self-signed certificate.');
  await test.apply(flow());
  expect(await ask(test, 'sum')).toMatchObject({ reply: 3 });
});

test('a client without TLS is not understood', async () => {
  await using test = await startTestRuntime(flow({ tls: 'none' }));
  const { error } = await ask(test, 'sum');
  expect(error).toEqual({ name: 'Error', message: 'Connection closed' });
});

test('TLS is put on and taken off while it runs, and wires follow', async () => {
  await using test = await startTestRuntime(flow({}, false));
  expect(await ask(test, 'sum')).toMatchObject({ reply: 3 });
  await test.apply(flow());
  expect(await ask(test, 'sum')).toMatchObject({ reply: 3 });
  await test.apply(flow({}, false));
  expect(await ask(test, 'sum')).toMatchObject({ reply: 3 });
});

test('a killed service is trusted again when it is back, and faults on the bytes act as without TLS', async () => {
  await using test = await startTestRuntime(flow());
  expect(await ask(test, 'sum')).toMatchObject({ reply: 3 });
  await test.runtime.actOnService({ service: 'math', action: 'kill' });
  expect(await ask(test, 'sum')).toMatchObject({ error: { message: expect.stringMatching(/ECONNREFUSED/) as string } });
  await test.runtime.actOnService({ service: 'math', action: 'start' });
  expect(await ask(test, 'sum')).toMatchObject({ reply: 3 });
  await test.setFaults({ id: 'slow', kind: 'latency', latencyMs: 150, target: { wire: 'math' } });
  const slow = await ask(test, 'sum');
  expect(slow).toMatchObject({ reply: 3 });
  expect(slow.durationMs).toBeGreaterThanOrEqual(150);
  await test.setFaults({ id: 'cut', kind: 'down', target: { wire: 'math' } });
  expect(await ask(test, 'sum')).toMatchObject({ error: { message: expect.stringMatching(/ECONNREFUSED/) as string } });
  await test.setFaults();
  expect(await ask(test, 'sum')).toMatchObject({ reply: 3 });
});

test.each([
  ['without TLS anybody on the way can read a message', false],
  ['with TLS nobody on the way can', true],
])('%s', async (_name, tls) => {
  await using test = await startTestRuntime(flow({}, tls));
  let read = '';
  const tap = createServer((caller) => {
    const callee = connect(portOf(test), '127.0.0.1');
    for (const [from, to] of [
      [caller, callee],
      [callee, caller],
    ] as const) {
      from.on('data', (bytes) => {
        read += bytes.toString('latin1');
        to.write(bytes);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => tap.listen(0, '127.0.0.1', resolve));
  const { port } = tap.address() as AddressInfo;
  const message = JSON.stringify({ pattern: 'sum', data: { a: 20, b: 22 }, id: 'secret' });
  const client = tls ? connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }) : connect(port, '127.0.0.1');
  const answer = new Promise<string>((resolve) => client.once('data', (bytes) => resolve(bytes.toString())));
  client.write(`${message.length}#${message}`);
  expect(await answer).toContain('"response":42');
  client.destroy();
  await new Promise((resolve) => tap.close(resolve));
  expect(read.includes('secret')).toBe(!tls);
});
