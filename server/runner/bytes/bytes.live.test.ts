import { expect, test } from 'vitest';
import type { Crossing } from '#shared/bytes/messageBytes.ts';
import { startRecordingRelay, type RecordingRelay } from '../testing/recordingRelay.ts';
import { startTestRedis } from '../testing/redisForTests.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from '../testing/testRuntime.ts';

/** The bytes that the lens shows are those that a relay in the same path has written down, and their frames are named. */

const handlers: TestHandlers = {
  sum: {
    on: { message: { cmd: 'sum' } },
    steps: [{ do: 'reply', value: '{ sum: data.a + data.b, city: "Zürich 🚋" }' }],
  },
};
const message = { pattern: { cmd: 'sum' }, data: { a: 1, b: 2, city: 'Zürich 🚋' }, kind: 'request' as const };

const bytesOf = ({ bytes }: Crossing): Buffer => Buffer.from(bytes, 'base64');
const packetsOf = (crossing: Crossing): unknown[] =>
  crossing.packets.map(({ at, length }) => JSON.parse(bytesOf(crossing).toString('utf8', at, at + length)));

/** The one message of a wire, once all of what it caused has been told. */
async function readBytes(live: TestRuntime, traceId: string): Promise<Crossing[]> {
  const { hopId = '' } = await live.until((event) => event.traceId === traceId && event.type === 'sent');
  return live.runtime.readBytes({ traceId, hopId });
}

/** Whether somebody in the middle saw these very bytes, at this very place of the stream. */
function sawThem({ connections }: RecordingRelay, crossing: Crossing): boolean {
  const shown = bytesOf(crossing);
  const [frame] = crossing.frames;
  return connections.some((connection) => {
    const stream = Buffer.concat(connection[crossing.leg]);
    const at = frame?.streamAt ?? 0;
    return stream.subarray(at, at + shown.length).equals(shown);
  });
}

function expectCovered({ frames, allBytes }: Crossing): void {
  const fields = frames.flatMap((frame) => frame.fields);
  let at = 0;
  for (const field of fields) {
    expect(field.at).toBe(at);
    at += field.length;
  }
  expect(at).toBe(allBytes);
}

test('over TCP', async () => {
  await using service = await startTestRuntime(testFlow({ services: { math: { tcp: true, handlers } } }));
  const port = service.runtime.status().services['math']?.listeners['tcp']?.ports[0] ?? 0;
  await using relay = await startRecordingRelay({ host: '127.0.0.1', port });
  await using live = await startTestRuntime(
    testFlow({
      services: { gateway: {} },
      externals: { math: { host: '127.0.0.1', port: relay.port } },
      wires: { math: { from: 'gateway', to: 'math' } },
    }),
  );
  const { traceId, reply } = await live.runtime.send({ ...message, wire: 'math' });
  expect(reply).toEqual({ sum: 3, city: 'Zürich 🚋' });
  const crossings = await readBytes(live, traceId);
  expect(crossings.map(({ role, leg, place, side }) => ({ role, leg, place, side }))).toEqual([
    {
      role: 'request',
      leg: 'request',
      side: 'sent',
      place: { service: 'gateway', replica: 0, wire: 'math', external: 'math' },
    },
    {
      role: 'reply',
      leg: 'reply',
      side: 'sent',
      place: { service: 'gateway', replica: 0, wire: 'math', external: 'math' },
    },
  ]);
  expect(crossings.map((crossing) => sawThem(relay, crossing))).toEqual([true, true]);
  crossings.forEach(expectCovered);
  const [request, answer] = crossings.flatMap(packetsOf);
  expect(request).toMatchObject({ pattern: { cmd: 'sum' }, data: message.data });
  expect(answer).toMatchObject({ response: { sum: 3, city: 'Zürich 🚋' }, isDisposed: true });
  expect(crossings[0]?.frames[0]?.fields.map(({ name }) => name)).toEqual([
    'length',
    '#',
    'pattern',
    'data',
    'metadata',
    'id',
  ]);
  // The service's own public link saw the same.
  const theirs = service.runtime.readBytes({
    traceId,
    hopId: (await live.until(({ type }) => type === 'sent')).hopId ?? '',
  });
  expect(theirs.map(bytesOf)).toEqual(crossings.map(bytesOf));
});

test('over Redis, from the caller to the broker, to the service, and back', async () => {
  await using redis = await startTestRedis();
  await using relay = await startRecordingRelay({ host: '127.0.0.1', port: redis.port });
  await using live = await startTestRuntime(
    testFlow({
      services: { gateway: {}, math: { redis: 'redis', handlers } },
      brokers: { redis: redis.address },
      wires: { events: { from: 'gateway', to: 'redis' } },
    }),
    { brokers: { redis: { host: '127.0.0.1', port: relay.port } } },
  );
  const { traceId } = await live.runtime.send({ ...message, wire: 'events' });
  const crossings = await readBytes(live, traceId);
  expect(
    crossings.map(({ role, leg, place: { service }, frames: [frame] }) => [role, leg, service, frame?.name]),
  ).toEqual([
    ['request', 'request', 'gateway', 'PUBLISH {"cmd":"sum"}'],
    ['request', 'reply', 'math', 'message {"cmd":"sum"}'],
    ['reply', 'request', 'math', 'PUBLISH {"cmd":"sum"}.reply'],
    ['reply', 'reply', 'gateway', 'message {"cmd":"sum"}.reply'],
  ]);
  expect(crossings.map((crossing) => sawThem(relay, crossing))).toEqual([true, true, true, true]);
  crossings.forEach(expectCovered);
  const packets = crossings.flatMap(packetsOf);
  expect(packets[0]).toEqual(packets[1]);
  expect(packets[2]).toEqual(packets[3]);
});

test('over HTTP, as Node sends and answers it', async () => {
  await using live = await startTestRuntime(
    testFlow({
      services: {
        web: { http: true, handlers: { post: { on: { http: 'POST /sum' }, steps: [{ do: 'reply', value: 'body' }] } } },
      },
      drivers: { visitor: { to: 'web', request: 'POST /sum', data: '{ n: index }' } },
    }),
  );
  await live.runtime.drive('visitor');
  const { traceId } = await live.runtime.drive('visitor');
  const crossings = await readBytes(live, traceId);
  expect(crossings.map(({ role, leg, frames: [frame] }) => [role, leg, frame?.name])).toEqual([
    ['request', 'request', 'POST /sum'],
    ['reply', 'reply', 'HTTP/1.1 201 Created'],
  ]);
  crossings.forEach(expectCovered);
  expect(crossings.flatMap(packetsOf)).toEqual([{ n: 1 }, { n: 1 }]);
});

test('a fault in between shows what was sent and what was left of it', async () => {
  await using live = await startTestRuntime(
    testFlow({
      services: { gateway: {}, math: { tcp: true, handlers } },
      wires: { math: { from: 'gateway', to: 'math', timeoutMs: 20_000 } },
    }),
  );
  await live.setFaults({ id: 'slow', kind: 'latency', latencyMs: 5, target: { wire: 'math' } });
  const { traceId } = await live.runtime.send({ ...message, wire: 'math' });
  const crossings = await readBytes(live, traceId);
  expect(crossings.map(({ role, side }) => [role, side])).toEqual([
    ['request', 'sent'],
    ['request', 'arrived'],
    ['reply', 'sent'],
    ['reply', 'arrived'],
  ]);
  expect(crossings.map(bytesOf)[0]).toEqual(crossings.map(bytesOf)[1]);
});

test('a message whose bytes have made room shows nothing, and those after it are found all the same', async () => {
  await using live = await startTestRuntime(
    testFlow({
      services: { gateway: {}, math: { tcp: true, handlers } },
      wires: { math: { from: 'gateway', to: 'math' } },
    }),
  );
  const first = await live.runtime.send({ ...message, wire: 'math' });
  const long = 'x'.repeat(40_000);
  for (let count = 0; count < 8; count += 1) {
    await live.runtime.send({ ...message, data: { a: 1, b: 2, long }, wire: 'math' });
  }
  const last = await live.runtime.send({ ...message, wire: 'math' });
  expect(await readBytes(live, first.traceId)).toEqual([]);
  expect((await readBytes(live, last.traceId)).map(({ role }) => role)).toEqual(['request', 'reply']);
});
