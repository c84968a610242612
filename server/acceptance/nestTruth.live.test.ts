import { ClientTCP } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Step } from '#shared/steps/step.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import { callerAnd, callerOverRedis, event, message, redisService, reply, tcpService } from './flows.ts';
import { Playground } from './playground.ts';

/** What a caller gets is what NestJS itself gives. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a request is answered, and its one hop is seen from call to completion', async () => {
  const flow = callerAnd(tcpService('math', { sum: message('sum', [reply('data.a + data.b')]) }));
  await using playground = await Playground.open(server, { flow });
  const sent = await playground.session.send('w', { cmd: 'sum' }, { a: 2, b: 4 });
  expect(sent).toEqual({ traceId: sent.traceId, durationMs: sent.durationMs, reply: 6 });
  const events = await playground.trace(sent.traceId, 'completed', 'replied');
  expect(new Set(events.map(({ hopId }) => hopId)).size).toBe(1);
  const callerSide = events.filter(({ type }) => ['called', 'sent', 'answered', 'completed'].includes(type));
  expect(callerSide.map(({ type, service, wire }) => [type, service, wire])).toEqual([
    ['called', 'caller', 'w'],
    ['sent', 'caller', 'w'],
    ['answered', 'caller', 'w'],
    ['completed', 'caller', 'w'],
  ]);
  const calleeSide = events.filter(({ service }) => service === 'callee');
  expect(calleeSide.map(({ type, replica }) => [type, replica])).toEqual([
    ['received', 0],
    ['started', 0],
    ['replied', 0],
  ]);
});

test('a plain Error becomes "Internal server error", and the trace knows the real one', async () => {
  const flow = callerAnd(tcpService('bad', { x: message('x', [{ do: 'throw', error: 'error', message: 'on fire' }]) }));
  await using playground = await Playground.open(server, { flow });
  const sent = await playground.session.send('w', { cmd: 'x' }, {});
  expect(sent.error).toEqual({ status: 'error', message: 'Internal server error' });
  const events = await playground.trace(sent.traceId, 'threw', 'failed');
  expect(events.find(({ type }) => type === 'threw')?.error).toEqual({ name: 'Error', message: 'on fire' });
});

test('the object of an RpcException is kept', async () => {
  const steps = [{ do: 'throw' as const, error: 'rpc' as const, status: 404, message: 'User ${data.id} not found' }];
  await using playground = await Playground.open(server, {
    flow: callerAnd(tcpService('users', { x: message('x', steps) })),
  });
  const sent = await playground.session.send('w', { cmd: 'x' }, { id: 'u9' });
  expect(sent.error).toEqual({ status: 404, message: 'User u9 not found' });
});

test('an unknown pattern is answered at once on TCP', async () => {
  await using playground = await Playground.open(server, { flow: callerAnd(tcpService('empty', {})) });
  const sent = await playground.session.send('w', { cmd: 'nope' }, {});
  expect(sent.error).toBe('There is no matching message handler defined in the remote service.');
  await playground.trace(sent.traceId, 'unhandled', 'failed');
});

test('an unknown pattern is never answered on Redis, and the message is shown as lost', async () => {
  const flow = callerOverRedis({ cats: redisService('cats', 1, { x: message('x', [reply('1')]) }) }, 3000);
  await using playground = await Playground.open(server, { flow });
  const sent = await playground.session.send('w', { cmd: 'nope' }, {});
  expect(sent.error).toEqual({ name: 'TimeoutError', message: 'Timeout has occurred' });
  const events = await playground.trace(sent.traceId, 'lost', 'timedOut', 'failed');
  expect(events.find(({ type }) => type === 'lost')?.receivers).toBe(0);
});

test('a request over Redis is answered', async () => {
  const flow = callerOverRedis({ cats: redisService('cats', 1, { x: message('x', [reply('{ got: data }')]) }) });
  await using playground = await Playground.open(server, { flow });
  expect((await playground.session.send('w', { cmd: 'x' }, { n: 1 })).reply).toEqual({ got: { n: 1 } });
});

test('an event to three replicas on Redis is received three times', async () => {
  const flow = callerOverRedis({
    cats: redisService('cats', 3, { x: event('cat_created', [{ do: 'log', value: 'data.name' }]) }),
  });
  await using playground = await Playground.open(server, { flow });
  const { traceId } = await playground.session.emit('w', 'cat_created', { name: 'Tom' });
  const events = await playground.eventsUntil(
    (all) => all.filter((one) => one.type === 'logged' && one.traceId === traceId).length === 3,
  );
  const received = events.filter((one) => one.type === 'received' && one.traceId === traceId);
  expect(received.map(({ replica }) => replica).toSorted()).toEqual([0, 1, 2]);
});

test('two playgrounds never hear each other', async () => {
  const flow = callerOverRedis({
    cats: redisService('cats', 1, { x: event('cat_created', [{ do: 'log', value: '1' }]) }),
  });
  await using mine = await Playground.open(server, { flow });
  await using other = await Playground.open(server, { flow });
  const { traceId } = await mine.session.emit('w', 'cat_created', {});
  await mine.trace(traceId, 'logged');
  const { traceId: own } = await other.session.emit('w', 'cat_created', {});
  const events = await other.eventsUntil((all) => all.some((one) => one.type === 'logged' && one.traceId === own));
  expect(events.filter((one) => one.type === 'received').length).toBe(1);
});

test('three values of a stream all arrive, in order', async () => {
  const flow = callerAnd(tcpService('counter', { x: message('x', [{ do: 'stream', count: 3, value: 'index * 10' }]) }));
  await using playground = await Playground.open(server, { flow });
  expect((await playground.session.send('w', { cmd: 'x' }, {})).replies).toEqual([0, 10, 20]);
});

test('a send to an event handler runs it and gets no value', async () => {
  const flow = callerAnd(tcpService('ears', { x: event('heard', [{ do: 'log', value: 'data' }]) }));
  await using playground = await Playground.open(server, { flow });
  const sent = await playground.session.send('w', 'heard', {});
  expect(sent.error).toEqual({ name: 'EmptyError', message: 'no elements in sequence' });
  await playground.trace(sent.traceId, 'logged');
});

test('a send to which nobody subscribes never leaves, and the handler goes on', async () => {
  const flow = callerAnd(tcpService('pay', { x: message('x', [reply("'paid'")]) }));
  const steps: Step[] = [{ do: 'send', wire: 'w', pattern: { cmd: 'x' }, data: '{ n: 1 }', subscribe: false }];
  flow.services['caller'] = tcpService('caller', { go: message('go', [...steps, reply("'went on'")]) });
  flow.services['starter'] = tcpService('starter', {});
  flow.wires['go'] = { name: 'CALLER', from: 'starter', to: 'caller' };
  await using playground = await Playground.open(server, { flow });
  const sent = await playground.session.send('go', { cmd: 'go' }, {});
  expect(sent.reply).toBe('went on');
  const events = await playground.trace(sent.traceId, 'cancelled', 'completed');
  const [first] = events;
  const cold = events.filter(({ wire }) => wire === 'w');
  expect(cold.map(({ type, parentId, data, note }) => ({ type, parentId, data, note }))).toEqual([
    { type: 'called', parentId: first?.hopId, data: { n: 1 }, note: undefined },
    {
      type: 'cancelled',
      parentId: first?.hopId,
      data: undefined,
      note: 'Nobody subscribed to what send() gave, so nothing was sent.',
    },
  ]);
  expect(events.filter(({ service }) => service === 'callee')).toEqual([]);
});

test('so it is with the client of NestJS itself', async () => {
  const flow = callerAnd(tcpService('pay', { x: message('x', [reply("'paid'")]) }));
  await using playground = await Playground.open(server, { flow });
  const { services } = await playground.session.read();
  const client = new ClientTCP({ host: '127.0.0.1', port: services['callee']?.listeners['tcp']?.ports[0] ?? 0 });
  try {
    client.send({ cmd: 'x' }, { n: 'cold' });
    expect(await firstValueFrom(client.send({ cmd: 'x' }, { n: 'subscribed' }))).toBe('paid');
    const events = await playground.eventsUntil((all) => all.some(({ type }) => type === 'replied'));
    expect(events.filter(({ type }) => type === 'received').map(({ data }) => data)).toEqual([{ n: 'subscribed' }]);
  } finally {
    client.close();
  }
});
