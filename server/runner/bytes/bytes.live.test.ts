import { expect, test } from 'vitest';
import type { Crossing } from '#shared/bytes/messageBytes.ts';
import { startRecordingRelay, type RecordingRelay } from '../testing/recordingRelay.ts';
import { startKafka } from '../testing/kafkaForTests.ts';
import { mqttKinds, startMqtt } from '../testing/mqttForTests.ts';
import { natsKinds, startNats } from '../testing/natsForTests.ts';
import { startTestRedis, type TestRedis } from '../testing/redisForTests.ts';
import { startRmq } from '../testing/rmqForTests.ts';
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

const first = <T>([kind]: readonly T[]): T => {
  if (kind === undefined) throw new Error('There is no broker to run on.');
  return kind;
};

interface Case {
  start: () => Promise<TestRedis>;
  /** Role, leg, service, and how many frames it takes. */
  crossings: (string | number | undefined)[][];
  names: string[];
}

const both = (frames: number): Case['crossings'] => [
  ['request', 'request', 'gateway', frames],
  ['request', 'reply', 'math', frames],
  ['reply', 'request', 'math', frames],
  ['reply', 'reply', 'gateway', frames],
];

const viaBroker: Record<'nats' | 'mqtt' | 'rmq' | 'kafka', Case> = {
  nats: {
    start: () => startNats(first(natsKinds)),
    crossings: both(1),
    names: ['HPUB math.sum', 'HMSG math.sum', 'PUB', 'MSG'],
  },
  mqtt: {
    start: () => startMqtt(first(mqttKinds)),
    crossings: both(1),
    names: ['PUBLISH math.sum', 'PUBLISH math.sum', 'PUBLISH math.sum/reply', 'PUBLISH math.sum/reply'],
  },
  rmq: {
    start: startRmq,
    crossings: both(3),
    names: ['basic.publish', 'basic.deliver', 'basic.publish', 'basic.deliver'],
  },
  kafka: {
    start: startKafka,
    crossings: both(1),
    names: ['Produce v', 'Fetch v', 'Produce v', 'Fetch v'],
  },
};

for (const transport of ['nats', 'mqtt', 'rmq', 'kafka'] as const) {
  test(`over ${transport}, from the caller to the broker, to the service, and back`, async () => {
    const { start, crossings: expected, names } = viaBroker[transport];
    await using broker = await start();
    await using relay = await startRecordingRelay({ host: '127.0.0.1', port: broker.port });
    const plain: TestHandlers = {
      sum: { on: { message: 'math.sum' }, steps: [{ do: 'reply', value: '({ sum: data.a + data.b })' }] },
    };
    await using live = await startTestRuntime(
      testFlow({
        services: { gateway: {}, math: { [transport]: {}, handlers: plain } },
        brokers: { [transport]: broker.address },
        wires: { events: { from: 'gateway', to: transport, timeoutMs: 60_000 } },
      }),
      { brokers: { [transport]: { host: '127.0.0.1', port: relay.port } } },
    );
    const sent = await live.runtime.send({
      pattern: 'math.sum',
      data: { a: 1, b: 2 },
      kind: 'request',
      wire: 'events',
    });
    expect(sent.reply).toEqual({ sum: 3 });
    const crossings = await readBytes(live, sent.traceId);
    expect(crossings.map(({ role, leg, place: { service }, frames }) => [role, leg, service, frames.length])).toEqual(
      expected,
    );
    expect(crossings.map(({ frames: [frame] }, index) => frame?.name.startsWith(names[index] ?? '-'))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(crossings.map((crossing) => sawThem(relay, crossing))).toEqual([true, true, true, true]);
    crossings.forEach(expectCovered);
    expect(
      crossings
        .flatMap(({ frames }) => frames.flatMap(({ fields }) => fields))
        .filter(({ name }) => name === 'incomplete'),
    ).toEqual([]);
    const packets = crossings.flatMap(packetsOf);
    const isPacket = transport !== 'kafka';
    expect(packets[0]).toMatchObject(isPacket ? { pattern: 'math.sum', data: { a: 1, b: 2 } } : { a: 1, b: 2 });
    expect(packets[1]).toEqual(packets[0]);
    expect(packets[2]).toMatchObject(isPacket ? { response: { sum: 3 } } : { sum: 3 });
    expect(packets[3]).toEqual(packets[2]);
  });
}

test('over gRPC, headers, message and trailers of one stream', async () => {
  await using live = await startTestRuntime(
    testFlow({
      services: {
        gateway: {},
        math: {
          grpc: true,
          handlers: { sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: '({ sum: data.a + data.b })' }] } },
        },
      },
      wires: { math: { from: 'gateway', to: 'math' } },
    }),
  );
  const ask = () => live.runtime.send({ pattern: 'sum', data: { a: 1, b: 2 }, kind: 'request', wire: 'math' });
  await ask();
  const { traceId, reply } = await ask();
  expect(reply).toEqual({ sum: 3 });
  const crossings = await readBytes(live, traceId);
  expect(crossings.map(({ role, leg }) => [role, leg])).toEqual([
    ['request', 'request'],
    ['reply', 'reply'],
  ]);
  crossings.forEach(expectCovered);
  const fields = crossings.map(({ frames }) => frames.flatMap((frame) => frame.fields));
  expect(fields[0]?.find(({ name }) => name === ':path')?.value).toMatch(/\/Sum$/i);
  expect(fields[0]?.find(({ name }) => name === 'traceparent')?.value).toContain(traceId);
  expect(fields[1]?.find(({ name }) => name === 'grpc-status')?.value).toBe('0');
  expect(fields.flat().filter(({ name, value }) => name === 'incomplete' || value.startsWith('not known'))).toEqual([]);
  expect(crossings.map(({ packets }) => packets.length)).toEqual([1, 1]);
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
