// NestJS over gRPC: what a caller gets in every case, and that strangers with the .proto are understood.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';
import { describe, expect, it } from 'vitest';
import type { Json } from '#shared/json.ts';
import { grpcContract, grpcProto } from '#shared/transports/grpcContract.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from './testing/testRuntime.ts';

const handlers: TestHandlers = {
  color: {
    on: { message: 'generate_color' },
    steps: [{ do: 'reply', value: "{ color: 'red', replica: meta.replica, asked: data }" }],
  },
  slow: {
    on: { message: { cmd: 'slow' } },
    steps: [
      { do: 'delay', ms: 600 },
      { do: 'reply', value: "'late'" },
    ],
  },
  nothing: { on: { message: 'nothing' }, steps: [{ do: 'log', value: 'data' }] },
  broken: { on: { message: 'broken' }, steps: [{ do: 'throw', error: 'error', message: "'boom'" }] },
  text: { on: { message: 'text' }, steps: [{ do: 'throw', error: 'rpc', message: 'No such order' }] },
  missing: {
    on: { message: 'missing' },
    steps: [{ do: 'throw', error: 'rpc', code: 5, message: 'No order ${data}' }],
  },
  three: { on: { message: 'three' }, steps: [{ do: 'stream', value: 'index * 10', count: 3 }] },
  echo: { on: { message: 'echo' }, steps: [{ do: 'reply', value: 'data' }] },
};

interface FlowParts {
  replicas?: number;
  timeoutMs?: number;
  of?: TestHandlers;
}

const flow = ({ replicas = 1, timeoutMs = 20_000, of = handlers }: FlowParts = {}) =>
  testFlow({
    services: { gateway: {}, colors: { grpc: true, handlers: of, replicas } },
    wires: { colors: { from: 'gateway', to: 'colors', timeoutMs } },
  });

const request = (test: TestRuntime, pattern: string | { cmd: string }, data: Json = {}) =>
  test.runtime.send({ wire: 'colors', pattern, data, kind: 'request' });

describe('gRPC', () => {
  it('answers requests, many at once, each to its own caller, as one hop on both sides', async () => {
    await using test = await startTestRuntime(flow());
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_none, index) => request(test, 'generate_color', index)),
    );
    expect(sent.map(({ reply }) => reply)).toEqual(
      sent.map((_none, index) => ({ color: 'red', replica: 0, asked: index })),
    );
    for (const { traceId } of sent) {
      expect(test.story(traceId)).toEqual([
        'gateway called',
        'gateway sent',
        'colors received',
        'colors started',
        'colors replied',
        'gateway answered',
        'gateway completed',
      ]);
      expect(new Set(test.events.flatMap((event) => (event.traceId === traceId ? [event.hopId] : []))).size).toBe(1);
    }
  });

  it.each<Json>([null, 0, -1.5, 1e300, '', 'Grüße 🚀', true, false, [], {}, [1, [2, { a: null }]], { a: { b: [{}] } }])(
    'carries %j there and back',
    async (value) => {
      await using test = await startTestRuntime(flow());
      expect(await request(test, 'echo', value)).toMatchObject({ reply: value });
    },
  );

  it('gives what NestJS gives when a handler throws', async () => {
    await using test = await startTestRuntime(flow());
    expect((await request(test, 'broken')).error).toEqual({
      name: 'Error',
      message: '2 UNKNOWN: Internal server error',
      code: 2,
    });
    expect((await request(test, 'missing', 7)).error).toEqual({
      name: 'Error',
      message: '5 NOT_FOUND: No order 7',
      code: 5,
    });
    const text = await request(test, 'text');
    expect(text.error).toEqual({ name: 'Error', message: '2 UNKNOWN: No such order', code: 2 });
    expect(await test.until(({ type, traceId }) => type === 'replied' && traceId === text.traceId)).toMatchObject({
      error: { code: 2, details: 'No such order' },
      packet: 'grpc-status: 2\r\ngrpc-message: No%20such%20order',
      last: true,
    });
  });

  it('a handler that answers nothing answers null, since a gRPC call has a message for an answer', async () => {
    await using test = await startTestRuntime(flow());
    expect(await request(test, 'nothing')).toMatchObject({ reply: null });
  });

  it('a stream arrives value by value', async () => {
    await using test = await startTestRuntime(flow());
    const sent = await request(test, 'three');
    expect(sent.replies).toEqual([0, 10, 20]);
    expect(test.story(sent.traceId).filter((line) => line.startsWith('gateway'))).toEqual([
      'gateway called',
      'gateway sent',
      'gateway answered',
      'gateway answered',
      'gateway answered',
      'gateway completed',
    ]);
  });

  it('a method that nobody has is UNIMPLEMENTED, and the service shows who asked', async () => {
    await using test = await startTestRuntime(flow());
    const sent = await request(test, 'paint it black', { a: 1 });
    expect(sent.error).toEqual({
      name: 'Error',
      message: '12 UNIMPLEMENTED: The server does not implement the method /colors.ColorsService/PaintItBlack',
      code: 12,
    });
    expect(test.story(sent.traceId)).toEqual([
      'gateway called',
      'gateway sent',
      'colors received',
      'colors unhandled',
      'colors replied',
      'gateway failed',
    ]);
  });

  it('has no events: an emit fails with what NestJS says to it', async () => {
    await using test = await startTestRuntime(flow());
    const sent = await test.runtime.send({ wire: 'colors', pattern: 'echo', data: {}, kind: 'event' });
    expect(sent.error).toMatchObject({ message: 'The "connect()" method is not supported in gRPC mode.' });
    expect(test.story(sent.traceId)).toEqual(['gateway called', 'gateway failed']);
  });

  it('the timeout of a wire is a deadline that the callee knows', async () => {
    await using test = await startTestRuntime(flow());
    expect(await request(test, 'echo')).toHaveProperty('reply');
    await test.apply(flow({ timeoutMs: 200 }));
    const sent = await request(test, { cmd: 'slow' });
    expect(sent.error).toMatchObject({ code: 4, message: expect.stringMatching(/^4 DEADLINE_EXCEEDED/) as string });
    const replied = await test.until(({ type, traceId }) => type === 'replied' && traceId === sent.traceId);
    expect(replied.note).toBe('The caller had given up: gRPC drops this answer.');
    expect(test.story(sent.traceId)).toEqual([
      'gateway called',
      'gateway sent',
      'colors received',
      'colors started',
      'gateway timedOut',
      'gateway failed',
      'colors replied',
    ]);
  });

  it('a dead callee is UNAVAILABLE, before and during a call, and the wire heals each time', async () => {
    await using test = await startTestRuntime(flow());
    const act = (action: 'kill' | 'start') => test.runtime.actOnService({ service: 'colors', action });
    for (let round = 0; round < 10; round += 1) {
      expect(await request(test, 'echo', round)).toMatchObject({ reply: round });
      const seen = test.events.length;
      const after = (isMeant: (type: string, state?: string) => boolean) =>
        test.until((event) => test.events.indexOf(event) >= seen && isMeant(event.type, event.state));
      const under = Array.from({ length: 10 }, () => request(test, { cmd: 'slow' }, 'slow'));
      await expect
        .poll(() => test.events.slice(seen).filter(({ type, data }) => type === 'received' && data === 'slow').length)
        .toBe(10);
      await act('kill');
      for (const { error } of await Promise.all(under)) expect(error).toMatchObject({ code: 14 });
      const down = await request(test, 'echo');
      expect(down.error).toMatchObject({ code: 14, message: expect.stringContaining('ECONNREFUSED') as string });
      expect(test.story(down.traceId)).toEqual(['gateway called', 'gateway failed']);
      await act('start');
      await after((type, state) => type === 'wireChanged' && state === 'connected');
    }
    expect(await request(test, 'echo', 'again')).toMatchObject({ reply: 'again' });
    expect(test.runtime.status().wires['colors']).toEqual({ state: 'connected' });
  });

  it('a graceful stop lets the answers under way out', async () => {
    await using test = await startTestRuntime(flow());
    const under = request(test, { cmd: 'slow' });
    await test.until(({ type }) => type === 'started');
    await test.runtime.actOnService({ service: 'colors', action: 'stop' });
    expect(await under).toMatchObject({ reply: 'late' });
  });

  it('one connection leads to one of three replicas, whatever is sent over it', async () => {
    await using test = await startTestRuntime(flow({ replicas: 3 }));
    const sent = await Promise.all(Array.from({ length: 12 }, () => request(test, 'generate_color')));
    expect(new Set(sent.map(({ reply }) => JSON.stringify(reply))).size).toBe(1);
  });

  it('a new method, and a handler that streams from now on, are in force with the next call', async () => {
    await using test = await startTestRuntime(flow());
    expect(await request(test, 'echo', 1)).toMatchObject({ reply: 1 });
    const echo = { on: { message: 'echo' }, steps: [{ do: 'stream' as const, value: 'data + index', count: 2 }] };
    const added = { on: { message: 'added' }, steps: [{ do: 'reply' as const, value: '7' }] };
    await test.apply(flow({ of: { ...handlers, echo, added } }));
    expect(await request(test, 'echo', 1)).toMatchObject({ replies: [1, 2] });
    expect(await request(test, 'added')).toMatchObject({ reply: 7 });
  });

  it('a service without a method starts, and says that it has none', async () => {
    await using test = await startTestRuntime(flow({ of: {} }));
    expect(test.runtime.status().services['colors']?.state).toBe('up');
    expect((await request(test, 'echo')).error).toMatchObject({ code: 12 });
  });

  it('answers HTTP, TCP and gRPC with one handler', async () => {
    const all = testFlow({
      services: { gateway: {}, colors: { http: true, grpc: true, tcp: true, handlers } },
      wires: { colors: { from: 'gateway', to: 'colors' } },
    });
    await using test = await startTestRuntime(all);
    expect(test.runtime.status().services['colors']?.state).toBe('up');
    expect(await request(test, 'echo', 5)).toMatchObject({ reply: 5 });
  });
});

describe('a stranger with the .proto', () => {
  async function stranger(test: TestRuntime): Promise<AsyncDisposable & { client: Stranger }> {
    const contract = grpcContract({ name: 'colors', handlers });
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-proto-'));
    const path = join(folder, 'colors.proto');
    await writeFile(path, grpcProto(contract));
    const definition = grpc.loadPackageDefinition(protoLoader.loadSync(path));
    const { ColorsService } = definition['colors'] as unknown as { ColorsService: new (...a: unknown[]) => Stranger };
    const port = test.runtime.status().services['colors']?.listeners['grpc']?.ports[0];
    const client = new ColorsService(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    return {
      client,
      [Symbol.asyncDispose]: async () => {
        client.close();
        await rm(folder, { recursive: true });
      },
    };
  }

  type Call = (
    value: object,
    metadata: grpc.Metadata,
    done: (error: grpc.ServiceError | null, value?: object) => void,
  ) => void;
  type Stranger = grpc.Client & {
    Echo: Call;
    Broken: Call;
    Three: (value: object) => grpc.ClientReadableStream<object>;
  };

  const ask = (client: Stranger, value: object, metadata = new grpc.Metadata()) =>
    new Promise((resolve, reject) => {
      client.Echo(value, metadata, (error, answer) => (error === null ? resolve(answer) : reject(error)));
    });

  it('calls with JSON and gets JSON; its trace is ours', async () => {
    await using test = await startTestRuntime(flow());
    await using other = await stranger(test);
    const metadata = new grpc.Metadata();
    metadata.set('traceparent', `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`);
    const value = { structValue: { fields: { id: { numberValue: 7 } } } };
    expect(await ask(other.client, value, metadata)).toEqual(value);
    expect(await test.until(({ type, traceId }) => type === 'received' && traceId === 'ab'.repeat(16))).toMatchObject({
      pattern: 'echo',
      data: { id: 7 },
      parentId: 'cd'.repeat(8),
    });
  });

  it('gets a stream, an error, and is refused what is no message of this service', async () => {
    await using test = await startTestRuntime(flow());
    await using other = await stranger(test);
    const values: unknown[] = [];
    for await (const value of other.client.Three({ nullValue: 0 })) values.push(value);
    expect(values).toEqual([{ numberValue: 0 }, { numberValue: 10 }, { numberValue: 20 }]);
    const error = await new Promise((resolve) => other.client.Broken({}, new grpc.Metadata(), resolve));
    expect(error).toMatchObject({ code: 2, details: 'Internal server error' });
    const garbage = await new Promise((resolve) =>
      other.client.makeUnaryRequest(
        '/colors.ColorsService/Echo',
        (bytes: Buffer) => bytes,
        (bytes) => bytes,
        Buffer.from([255, 255, 255]),
        resolve,
      ),
    );
    expect(garbage).toMatchObject({ code: 13 });
    expect(await request(test, 'echo', 1)).toMatchObject({ reply: 1 });
  });
});
