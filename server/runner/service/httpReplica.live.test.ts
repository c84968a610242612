import { Agent, get, type IncomingMessage } from 'node:http';
import { HttpException } from '@nestjs/common';
import { ClientTCP, RpcException } from '@nestjs/microservices';
import { EmptyError, finalize, firstValueFrom, NEVER, of, TimeoutError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { startTestReplica, type TestReplica } from '../testing/startTestReplica.ts';
import { CallError } from './callError.ts';

const web = { web: { transport: 'http' } };

const fail = (error: unknown) => (): never => {
  throw error;
};

async function request({ replica }: TestReplica, path: string, init?: RequestInit) {
  const response = await fetch(`http://127.0.0.1:${replica.ports['web']}${path}`, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
}

const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

describe('a replica on HTTP', () => {
  it('answers a route, and tells what happened', async () => {
    await using test = await startTestReplica({
      listeners: web,
      handlers: {
        create: {
          on: { http: 'POST /orders/:id' },
          answer: ({ body, params, query }) => ({ body, params, query }),
        },
      },
    });
    const headers = { 'x-shop': 'north', authorization: 'Bearer secret' };
    expect(await request(test, '/orders/7?page=2', post({ items: [] }, headers))).toEqual({
      status: 201,
      body: { body: { items: [] }, params: { id: '7' }, query: { page: '2' } },
    });
    const [received, ...others] = test.events();
    const hop = {
      atUs: expect.any(Number),
      traceId: received?.traceId,
      hopId: received?.hopId,
      pattern: 'POST /orders/:id',
      kind: 'http',
      service: 'orders',
      replica: 0,
      listener: 'web',
      handler: 'create',
    };
    expect(received).toEqual({
      ...hop,
      type: 'received',
      data: { items: [] },
      headers: expect.objectContaining({ 'content-type': 'application/json', 'x-shop': 'north' }),
    });
    expect(received?.headers).not.toHaveProperty('authorization');
    expect(others).toEqual([
      { ...hop, type: 'started' },
      {
        ...hop,
        type: 'replied',
        status: 201,
        last: true,
        data: { body: { items: [] }, params: { id: '7' }, query: { page: '2' } },
      },
    ]);
  });

  it('answers errors as Nest does, and those of calls by what the callee said', async () => {
    const errors: Record<string, unknown> = {
      plain: new Error('secret'),
      http: new HttpException('I am a teapot', 418),
      rpc: new RpcException({ status: 404, message: 'not over a wire' }),
      callee: new CallError({ status: 404, message: 'no such user' }),
      odd: new CallError({ status: 'error', message: 'Internal server error' }),
      ok: new CallError({ status: 200, message: 'not an error status' }),
      refused: new CallError(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })),
      text: new CallError('Error: Connection lost. Trying to reconnect...'),
      late: new CallError(new TimeoutError(), true),
      empty: new EmptyError(),
    };
    await using test = await startTestReplica({
      listeners: web,
      handlers: Object.fromEntries(
        Object.entries(errors).map(([id, error]) => [id, { on: { http: `GET /${id}` }, answer: fail(error) }]),
      ),
    });
    const answers: Record<string, unknown> = {};
    for (const id of Object.keys(errors)) answers[id] = (await request(test, `/${id}`)).body;
    expect(answers).toEqual({
      plain: { statusCode: 500, message: 'Internal server error' },
      http: { statusCode: 418, message: 'I am a teapot' },
      rpc: { statusCode: 500, message: 'Internal server error' },
      callee: { statusCode: 404, message: 'no such user' },
      odd: { statusCode: 502, message: 'Internal server error' },
      ok: { statusCode: 502, message: 'not an error status' },
      refused: { statusCode: 502, message: 'connect ECONNREFUSED 127.0.0.1:1' },
      text: { statusCode: 502, message: 'Error: Connection lost. Trying to reconnect...' },
      late: { statusCode: 504, message: 'Timeout has occurred' },
      empty: { statusCode: 502, message: 'no elements in sequence' },
    });
    const replied = test.events().filter(({ type }) => type === 'replied');
    expect(replied.map(({ handler, status }) => `${handler} ${status}`)).toEqual([
      'plain 500',
      'http 418',
      'rpc 500',
      'callee 404',
      'odd 502',
      'ok 502',
      'refused 502',
      'text 502',
      'late 504',
      'empty 502',
    ]);
    const threw = test.events().filter(({ type }) => type === 'threw');
    expect(threw.map(({ error }) => error).slice(0, 4)).toEqual([
      { name: 'Error', message: 'secret' },
      { name: 'HttpException', message: 'I am a teapot', status: 418 },
      { name: 'RpcException', message: 'not over a wire', error: { status: 404, message: 'not over a wire' } },
      { status: 404, message: 'no such user' },
    ]);
  });

  it('says when nobody handles a request, and when its body cannot be read', async () => {
    await using test = await startTestReplica({
      listeners: web,
      handlers: { create: { on: { http: 'POST /orders' }, answer: () => 1 } },
    });
    expect(await request(test, '/nothing?x=1')).toEqual({
      status: 404,
      body: { statusCode: 404, message: 'Cannot GET /nothing?x=1', error: 'Not Found' },
    });
    expect(await request(test, '/orders', { ...post({}), body: '{' })).toMatchObject({ status: 400 });
    expect(await request(test, '/orders', post('a'.repeat(1_100_000)))).toMatchObject({ status: 413 });
    expect(test.events().map(({ type, pattern, status }) => ({ type, pattern, status }))).toEqual([
      { type: 'received', pattern: 'GET /nothing' },
      { type: 'unhandled', pattern: 'GET /nothing' },
      { type: 'replied', pattern: 'GET /nothing', status: 404 },
      { type: 'received', pattern: 'POST /orders' },
      { type: 'replied', pattern: 'POST /orders', status: 400 },
      { type: 'received', pattern: 'POST /orders' },
      { type: 'replied', pattern: 'POST /orders', status: 413 },
    ]);
  });

  it('takes a body of almost a megabyte, and answers texts, nothing, and the last of several values', async () => {
    await using test = await startTestReplica({
      listeners: web,
      handlers: {
        length: { on: { http: 'POST /length' }, answer: ({ body }) => String(JSON.stringify(body).length) },
        nothing: { on: { http: 'GET /nothing' }, answer: () => undefined },
        several: { on: { http: 'GET /several' }, answer: () => of({ at: 1 }, { at: 2 }) },
        remove: { on: { http: 'DELETE /thing/:id' }, answer: ({ params }) => params },
      },
    });
    expect(await request(test, '/length', post({ text: 'a'.repeat(1_000_000) }))).toEqual({
      status: 201,
      body: '1000011',
    });
    expect(await request(test, '/nothing')).toEqual({ status: 200, body: '' });
    expect(await request(test, '/several')).toEqual({ status: 200, body: { at: 2 } });
    expect(await request(test, '/thing/a', { method: 'DELETE' })).toEqual({ status: 200, body: { id: 'a' } });
  });

  it('leaves out a route that Express cannot read and serves the others', async () => {
    await using test = await startTestReplica({
      listeners: web,
      handlers: {
        bad: { on: { http: 'GET /orders/:' }, answer: () => 1 },
        good: { on: { http: 'GET /good' }, answer: () => 'good' },
      },
    });
    expect(test.replica.problems).toEqual([
      {
        code: 'badInput',
        message: expect.stringContaining('Missing parameter name'),
        at: 'services.orders.handlers.bad.on.http',
      },
    ]);
    expect(await request(test, '/good')).toEqual({ status: 200, body: 'good' });
  });

  it('keeps the hop of our own driver, and makes one below a foreign caller', async () => {
    await using test = await startTestReplica({
      listeners: web,
      handlers: { a: { on: { http: 'GET /a' }, answer: (_scope, { hop }) => hop.hopId } },
    });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const spanId = 'b7ad6b7169203331';
    const traceparent = `00-${traceId}-${spanId}-01`;
    const ours = await request(test, '/a', { headers: { traceparent, tracestate: 'patchbay=1' } });
    expect(ours.body).toBe(spanId);
    await request(test, '/a', { headers: { traceparent } });
    const received = test.events().filter(({ type }) => type === 'received');
    expect(received.map((event) => [event.traceId, event.parentId])).toEqual([
      [traceId, undefined],
      [traceId, spanId],
    ]);
  });

  it('a kill ends kept-alive connections and what hangs; the same port comes back', async () => {
    let stopped = 0;
    await using test = await startTestReplica({
      listeners: web,
      handlers: {
        hang: { on: { http: 'GET /hang' }, answer: () => NEVER.pipe(finalize(() => (stopped += 1))) },
        a: { on: { http: 'GET /a' }, answer: () => 'here' },
      },
    });
    const { web: port } = test.replica.ports;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const over = (path: string): Promise<unknown> =>
      new Promise((resolve) => {
        const asked = get({ host: '127.0.0.1', port, path, agent }, (response: IncomingMessage) => {
          response.resume().once('end', () => resolve(response.statusCode));
        });
        asked.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      });
    expect(await over('/a')).toBe(200);
    const hanging = over('/hang');
    await test.until(() => test.events().some(({ type, handler }) => type === 'started' && handler === 'hang'));
    await test.replica.kill();
    expect(await hanging).toBe('ECONNRESET');
    expect(stopped).toBe(1);
    expect(await over('/a')).toBe('ECONNREFUSED');
    await test.replica.start();
    expect(test.replica.ports).toEqual({ web: port });
    expect(await over('/a')).toBe(200);
    agent.destroy();
  });

  it('tells of a caller that leaves, and not where a driver or a kill tells how it ended', async () => {
    let stopped = 0;
    await using test = await startTestReplica({
      listeners: web,
      handlers: { hang: { on: { http: 'GET /hang' }, answer: () => NEVER.pipe(finalize(() => (stopped += 1))) } },
    });
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const callers = [
      {},
      { traceparent, tracestate: 'patchbay=1,patchbay-door=1' },
      { traceparent, tracestate: 'patchbay=1' },
    ];
    for (const [index, headers] of callers.entries()) {
      const caller = new AbortController();
      const left = request(test, '/hang', { headers, signal: caller.signal }).catch((error: Error) => error.name);
      await test.until(() => test.events().filter(({ type }) => type === 'started').length === index + 1);
      caller.abort();
      expect(await left).toBe('AbortError');
      await expect.poll(() => stopped, { timeout: 10_000 }).toBe(index + 1);
    }
    const killed = request(test, '/hang').catch(() => 'killed');
    await test.until(() => test.events().filter(({ type }) => type === 'started').length === 4);
    await test.replica.kill();
    expect(await killed).toBe('killed');
    const told = test.events().map(({ type }) => type);
    const [left, silent] = ['received started cancelled', 'received started'];
    expect(told.join(' ')).toBe([left, left, silent, silent].join(' '));
    const [first, , last] = test.events();
    expect(last).toEqual({ ...first, type: 'cancelled', atUs: expect.any(Number), headers: undefined });
  });

  it('stops gracefully: what runs is answered', async () => {
    let finish = (): void => undefined;
    const finished = new Promise<string>((resolve) => {
      finish = () => resolve('done');
    });
    await using test = await startTestReplica({
      listeners: web,
      handlers: { slow: { on: { http: 'GET /slow' }, answer: () => finished } },
    });
    const pending = request(test, '/slow');
    await test.until(() => test.events().some(({ type }) => type === 'started'));
    const stopped = test.replica.stop();
    finish();
    expect(await pending).toEqual({ status: 200, body: 'done' });
    await stopped;
    expect(test.replica.state).toBe('down');
  });
});

describe('a replica on HTTP and TCP', () => {
  it('is one application with both ways in', async () => {
    await using test = await startTestReplica({
      listeners: { ...web, tcp: { transport: 'tcp' }, second: { transport: 'http' } },
      handlers: {
        route: { on: { http: 'GET /a' }, answer: () => 'over http' },
        message: { on: { message: 'a' }, answer: () => 'over tcp' },
        broken: { on: { message: 'broken' }, answer: fail(new CallError({ status: 404, message: 'x' })) },
      },
    });
    const client = new ClientTCP({ host: '127.0.0.1', port: test.replica.ports['tcp'] ?? 0 });
    expect(await request(test, '/a')).toEqual({ status: 200, body: 'over http' });
    expect(await firstValueFrom(client.send('a', {}))).toBe('over tcp');
    const error: unknown = await firstValueFrom(client.send('broken', {})).catch((caught: unknown) => caught);
    expect(error).toEqual({ status: 'error', message: 'Internal server error' });
    client.close();
    expect(test.replica.listenerStates).toEqual({ web: 'up', tcp: 'up', second: 'degraded' });
    expect(test.replica.problems).toEqual([
      {
        code: 'portClash',
        message: expect.stringContaining('one HTTP server'),
        at: 'services.orders.listeners.second',
      },
    ]);
    expect(
      test
        .events()
        .map(({ type, kind, listener }) => `${kind} ${type} ${listener}`)
        .slice(0, 6),
    ).toEqual([
      'http received web',
      'http started web',
      'http replied web',
      'request received tcp',
      'request started tcp',
      'request replied tcp',
    ]);
  });

  it('is up without any listener', async () => {
    await using test = await startTestReplica({ listeners: {}, handlers: {} });
    expect(test.replica.state).toBe('up');
  });
});
