import { connect, createServer, type AddressInfo } from 'node:net';
import { ClientTCP, RpcException } from '@nestjs/microservices';
import { finalize, firstValueFrom, lastValueFrom, NEVER, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { bodiesOf, leftSince, linkFault, startTestReplica, type TestReplica } from '../testing/startTestReplica.ts';
import { CallError } from './callError.ts';

const tcp = { tcp: { transport: 'tcp' } };

class ClosingClient extends ClientTCP {
  [Symbol.dispose](): void {
    this.close();
  }
}

const clientOf = ({ replica }: TestReplica): ClosingClient =>
  new ClosingClient({ host: '127.0.0.1', port: replica.ports['tcp'] ?? 0 });

const ask = (client: ClientTCP, pattern: unknown, data: unknown = {}): Promise<unknown> =>
  firstValueFrom(client.send(pattern, data)).catch((error: unknown) => error);

/** Throws what may be thrown: anything. */
const fail = (error: unknown) => (): never => {
  throw error;
};

describe('a replica on TCP', () => {
  it('answers a plain Nest client, and tells what happened', async () => {
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: { sum: { on: { message: { cmd: 'sum' } }, answer: ({ data }) => ({ got: data }) } },
    });
    using client = clientOf(test);

    expect(await ask(client, { cmd: 'sum' }, [1, 2])).toEqual({ got: [1, 2] });

    const { traceId, hopId } = test.events()[0] ?? {};
    const hop = {
      atUs: expect.any(Number),
      traceId,
      hopId,
      pattern: { cmd: 'sum' },
      kind: 'request',
      service: 'orders',
      replica: 0,
      listener: 'tcp',
      handler: 'sum',
    };
    expect(test.events()).toEqual([
      { ...hop, type: 'received', data: [1, 2] },
      { ...hop, type: 'started' },
      { ...hop, type: 'replied', data: { got: [1, 2] }, last: true },
    ]);
    expect(test.replica.state).toBe('up');
    expect(test.replica.listenerStates).toEqual({ tcp: 'up' });
    expect(test.replica.problems).toEqual([]);
  });

  it('gives a handler the message and what is known about it', async () => {
    await using test = await startTestReplica({
      listeners: tcp,
      replica: 2,
      handlers: { sum: { on: { message: 'sum' }, answer: (scope) => scope } },
    });
    using client = clientOf(test);
    expect(await ask(client, 'sum', { a: 1 })).toEqual({
      data: { a: 1 },
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      meta: {
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        correlationId: expect.any(String),
        pattern: 'sum',
        attempt: 1,
        replica: 2,
      },
    });
  });

  it('answers errors as Nest does, and shows the raw one', async () => {
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: {
        plain: { on: { message: 'plain' }, answer: fail(new TypeError('the real reason')) },
        rpc: { on: { message: 'rpc' }, answer: fail(new RpcException({ status: 404, message: 'no such user' })) },
        text: { on: { message: 'text' }, answer: fail(new RpcException('just words')) },
        call: { on: { message: 'call' }, answer: fail(new CallError({ status: 404, message: 'from below' })) },
        lost: { on: { message: 'lost' }, answer: fail(new CallError(new Error('Connection closed'))) },
      },
    });
    using client = clientOf(test);

    const hidden = { status: 'error', message: 'Internal server error' };
    expect(await ask(client, 'plain')).toEqual(hidden);
    expect(await ask(client, 'rpc')).toEqual({ status: 404, message: 'no such user' });
    expect(await ask(client, 'text')).toEqual({ status: 'error', message: 'just words' });
    expect(await ask(client, 'call')).toEqual(hidden);
    expect(await ask(client, 'lost')).toEqual(hidden);

    const ends = test.events().filter(({ type }) => type === 'threw' || type === 'replied');
    expect(ends.map(({ type, error, last }) => ({ type, error, last }))).toEqual([
      { type: 'threw', error: { name: 'TypeError', message: 'the real reason' } },
      { type: 'replied', error: hidden, last: true },
      {
        type: 'threw',
        error: { name: 'RpcException', message: 'no such user', error: { status: 404, message: 'no such user' } },
      },
      { type: 'replied', error: { status: 404, message: 'no such user' }, last: true },
      { type: 'threw', error: { name: 'RpcException', message: 'just words' } },
      { type: 'replied', error: { status: 'error', message: 'just words' }, last: true },
      { type: 'threw', error: { status: 404, message: 'from below' } },
      { type: 'replied', error: hidden, last: true },
      { type: 'threw', error: { name: 'Error', message: 'Connection closed' } },
      { type: 'replied', error: hidden, last: true },
    ]);
  });

  it('answers an unknown pattern at once', async () => {
    await using test = await startTestReplica({ listeners: tcp, handlers: {} });
    using client = clientOf(test);
    const text = 'There is no matching message handler defined in the remote service.';
    expect(await ask(client, { cmd: 'nobody' })).toBe(text);
    expect(test.events().map(({ type, pattern, error }) => ({ type, pattern, error }))).toEqual([
      { type: 'received', pattern: { cmd: 'nobody' } },
      { type: 'unhandled', pattern: { cmd: 'nobody' } },
      { type: 'replied', pattern: { cmd: 'nobody' }, error: text },
    ]);
  });

  it('streams several values, and completes without one for undefined', async () => {
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: {
        three: { on: { message: 'three' }, answer: () => of(1, 2, 3) },
        none: { on: { message: 'none' }, answer: () => undefined },
      },
    });
    using client = clientOf(test);
    expect(await lastValueFrom(client.send('three', {}).pipe(toArray()))).toEqual([1, 2, 3]);
    expect(await lastValueFrom(client.send('none', {}).pipe(toArray()))).toEqual([]);
    const replies = test.events().filter(({ type }) => type === 'replied');
    expect(replies.map(({ data, last }) => ({ data, last }))).toEqual([
      { data: 1, last: false },
      { data: 2, last: false },
      { data: 3, last: true },
      { data: undefined, last: true },
    ]);
  });

  it('runs event handlers, all of one pattern, and message handlers for events', async () => {
    const ran: string[] = [];
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: {
        first: { on: { event: 'made' }, answer: () => ran.push('first') },
        second: { on: { event: 'made' }, answer: () => ran.push('second') },
        message: { on: { message: 'asked' }, answer: () => ran.push('message') },
        bad: { on: { event: 'bad' }, answer: fail(new Error('nobody hears this')) },
      },
    });
    using client = clientOf(test);
    for (const pattern of ['made', 'asked', 'bad']) client.emit(pattern, { x: 1 });
    await test.until(() => test.events().some(({ type }) => type === 'threw') && ran.length === 3);
    expect(ran.toSorted()).toEqual(['first', 'message', 'second']);
    const started = test.events().filter(({ type }) => type === 'started');
    expect(started.map(({ handler, kind }) => ({ handler, kind })).toSorted(byHandler)).toEqual([
      { handler: 'bad', kind: 'event' },
      { handler: 'first', kind: 'event' },
      { handler: 'message', kind: 'event' },
      { handler: 'second', kind: 'event' },
    ]);
  });

  it('keeps the hop of our own client, and makes one below a foreign caller', async () => {
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: { a: { on: { message: 'a' }, answer: () => 1 } },
    });
    using client = clientOf(test);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const spanId = 'b7ad6b7169203331';
    let metadata: Record<string, string> = { traceparent: `00-${traceId}-${spanId}-01` };
    client.setOnDispatchHook((packet) => {
      packet.metadata = metadata;
    });
    await ask(client, 'a');
    metadata = { ...metadata, tracestate: 'patchbay=1' };
    await ask(client, 'a');
    const received = test.events().filter(({ type }) => type === 'received');
    expect(received.map((event) => [event.traceId, event.parentId])).toEqual([
      [traceId, spanId],
      [traceId, undefined],
    ]);
    expect(received.map(({ hopId }) => hopId)).toEqual([expect.not.stringMatching(spanId), spanId]);
  });

  it('swaps a handler on an open connection', async () => {
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: { a: { on: { message: 'a' }, answer: () => 'old' } },
    });
    using client = clientOf(test);
    expect(await ask(client, 'a')).toBe('old');
    const socket = client.unwrap<unknown>();
    test.replica.swap(bodiesOf({ a: { answer: () => 'new' } }));
    expect(await ask(client, 'a')).toBe('new');
    expect(client.unwrap()).toBe(socket);
  });

  it('dies as a killed process does, and comes back on the same port for the same client', async () => {
    let stopped = 0;
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: {
        hang: { on: { message: 'hang' }, answer: () => NEVER.pipe(finalize(() => (stopped += 1))) },
        a: { on: { message: 'a' }, answer: () => 'here' },
      },
    });
    using client = clientOf(test);
    const { tcp: port } = test.replica.ports;
    const pending = ask(client, 'hang');
    await test.until(() => test.events().some(({ type }) => type === 'started'));

    await test.replica.kill();
    expect(await pending).toEqual(new Error('Connection closed'));
    expect(stopped).toBe(1);
    expect(test.replica.state).toBe('down');
    expect(test.replica.listenerStates).toEqual({ tcp: 'down' });
    expect(test.replica.ports).toEqual({ tcp: 0 });
    expect(test.replica.address('tcp')).toBeUndefined();
    expect(await ask(client, 'a')).toMatchObject({ code: 'ECONNREFUSED', port });

    await test.replica.start();
    expect(test.replica.state).toBe('up');
    expect(test.replica.ports).toEqual({ tcp: port });
    expect(await settled(client, 'a')).toBe('here');
  });

  it('stops gracefully: what runs is answered, what comes is refused', async () => {
    let finish = (): void => undefined;
    const finished = new Promise<string>((resolve) => {
      finish = () => resolve('done');
    });
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: { slow: { on: { message: 'slow' }, answer: () => finished } },
    });
    using client = clientOf(test);
    const pending = ask(client, 'slow');
    await test.until(() => test.events().some(({ type }) => type === 'started'));
    const stopped = test.replica.stop();
    finish();
    expect(await pending).toBe('done');
    await stopped;
    expect(test.replica.state).toBe('down');
    using another = new ClosingClient({ host: '127.0.0.1', port: test.replica.address('tcp')?.port ?? 1 });
    expect(await ask(another, 'slow')).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('a kill ends a graceful stop that waits', async () => {
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: { hang: { on: { message: 'hang' }, answer: () => NEVER } },
    });
    using client = clientOf(test);
    const pending = ask(client, 'hang');
    await test.until(() => test.events().some(({ type }) => type === 'started'));
    await Promise.all([test.replica.stop(), test.replica.kill()]);
    expect(await pending).toEqual(new Error('Connection closed'));
    await test.replica.start();
    expect(test.replica.state).toBe('up');
  });

  it('listens on the drawn port plus the replica, and says so when it is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as AddressInfo;
    await using test = await startTestReplica({
      listeners: { tcp: { transport: 'tcp', port: port - 1 }, more: { transport: 'tcp' } },
      replica: 1,
      handlers: { a: { on: { message: 'a' }, answer: () => 1 } },
    });
    expect(test.replica.state).toBe('degraded');
    expect(test.replica.listenerStates).toEqual({ tcp: 'down', more: 'up' });
    expect(test.replica.problems).toEqual([
      {
        code: 'listenFailed',
        message: `Port ${port} is in use by another program or listener. Free it, or give this listener another port.`,
        at: 'services.orders.listeners.tcp',
      },
    ]);
    await new Promise((resolve) => squatter.close(resolve));
    await test.replica.kill();
    await test.replica.start();
    expect(test.replica.state).toBe('up');
    expect(test.replica.ports['tcp']).toBe(port);
  });

  it('is cut and refused by faults on its listener, which stay through a restart', async () => {
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: { a: { on: { message: 'a' }, answer: () => 'here' } },
    });
    using client = clientOf(test);
    expect(await ask(client, 'a')).toBe('here');
    const reset = linkFault({ kind: 'reset_peer' });
    test.replica.setLinkFaults({ tcp: [reset] });
    await test.until(() => test.injected.length > 0);
    expect(test.injected[0]).toEqual({ fault: reset, place: { service: 'orders', replica: 0, listener: 'tcp' } });

    test.replica.setLinkFaults({ tcp: [linkFault({ kind: 'down' })] });
    await expect.poll(() => ask(client, 'a')).toMatchObject({ code: 'ECONNREFUSED' });
    using direct = new ClosingClient(test.replica.address('tcp') ?? {});
    expect(await ask(direct, 'a')).toBe('here');

    await test.replica.kill();
    await test.replica.start();
    expect(await ask(client, 'a')).toMatchObject({ code: 'ECONNREFUSED' });
    test.replica.setLinkFaults({});
    await expect.poll(() => ask(client, 'a')).toBe('here');
  });

  it('lives on with ids that mean something to Nest, and with garbage on its port', async () => {
    await using test = await startTestReplica({
      listeners: tcp,
      handlers: {
        onModuleInit: { on: { message: 'init' }, answer: () => 'init' },
        then: { on: { message: 'then' }, answer: () => 'then' },
      },
    });
    for (const bytes of ['hello\n', '5#"abc"', '4#null', '2#{}3#[1]', '['.repeat(50_000), '99999999999#']) {
      const socket = connect(test.replica.ports['tcp'] ?? 0, '127.0.0.1');
      await new Promise((resolve) => socket.once('connect', resolve));
      await new Promise((resolve) => socket.end(bytes, () => resolve(undefined)));
      socket.on('error', () => undefined);
      socket.destroy();
    }
    using client = clientOf(test);
    expect(await ask(client, 'init')).toBe('init');
    expect(await ask(client, 'then')).toBe('then');
  });

  it('starts and closes a hundred times and leaves nothing', async () => {
    const cycle = async (): Promise<void> => {
      await using test = await startTestReplica({
        listeners: { tcp: { transport: 'tcp' }, web: { transport: 'http' } },
        handlers: { a: { on: { message: 'a' }, answer: () => 1 }, b: { on: { http: 'GET /b' }, answer: () => 2 } },
      });
      using client = clientOf(test);
      expect(await ask(client, 'a')).toBe(1);
    };
    await cycle();
    const before = process.getActiveResourcesInfo();
    const listeners = process.eventNames().map((name) => [name, process.listenerCount(name)]);
    for (let at = 0; at < 100; at += 1) await cycle();
    await expect.poll(() => leftSince(before)).toEqual([]);
    expect(process.eventNames().map((name) => [name, process.listenerCount(name)])).toEqual(listeners);
  });
});

const byHandler = (a: { handler?: string | undefined }, b: { handler?: string | undefined }): number =>
  String(a.handler).localeCompare(String(b.handler));

/** The client forgets a refused connection only when its socket has closed, one turn later. */
async function settled(client: ClientTCP, pattern: string): Promise<unknown> {
  let last: unknown;
  await expect
    .poll(async () => {
      last = await ask(client, pattern);
      return last instanceof Error;
    })
    .toBe(false);
  return last;
}
