import { connect } from 'node:net';
import { ClientTCP } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Answer, CommandName, CommandResults } from '#shared/protocol.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';

let server: TestServer;
let client: ClientTCP;
beforeAll(async () => {
  server = await startTestServer({ controlPort: 0 });
  client = new ClientTCP({ host: '127.0.0.1', port: server.running.controlPort ?? 0 });
});
afterAll(async () => {
  client.close();
  await server.close();
});

const ask = <C extends CommandName>(cmd: C, params: unknown): Promise<Answer<CommandResults[C]>> =>
  firstValueFrom(client.send({ cmd }, params));

test('another Nest application opens a playground, changes it, sends and reads what happened', async () => {
  const opened = await ask('openSession', { flow: pingPong });
  if (!opened.ok) throw new Error(opened.problem.message);
  const session = opened.id;
  const edits = [{ edit: 'renameFlow', name: 'From afar' }];
  expect(await ask('edit', { session, revision: 0, edits })).toEqual({ ok: true, revision: 1, problems: [] });
  const sent = await ask('send', { session, wire: 'pong', pattern: { cmd: 'ping' }, data: { text: 'hi' } });
  expect(sent).toMatchObject({ ok: true, reply: { text: 'pong', youSaid: 'hi' } });
  expect(await ask('readSession', { session })).toMatchObject({ ok: true, revision: 1, runner: 'up' });
  expect(await ask('readEvents', { session })).toMatchObject({ ok: true, missed: 0 });
  expect(await ask('closeSession', { session })).toEqual({ ok: true });
  expect(await ask('readSession', { session })).toMatchObject({ ok: false, problem: { code: 'notFound' } });
});

test('what is malformed is answered with a Problem', async () => {
  expect(await ask('edit', { session: 'x', revision: 0, edits: [{ edit: 'explode' }] })).toMatchObject({
    ok: false,
    problem: { code: 'badInput', at: 'edits.0.edit' },
  });
  expect(await ask('readSession', 'nonsense')).toMatchObject({ ok: false, problem: { code: 'badInput' } });
});

test('an unknown command is an unknown pattern, as Nest says it', async () => {
  await expect(firstValueFrom(client.send({ cmd: 'explode' }, {}))).rejects.toBe(
    'There is no matching message handler defined in the remote service.',
  );
});

test('bytes that are no Nest message end their connection and nothing else', async () => {
  const socket = connect(server.running.controlPort ?? 0, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\n\r\n5#abc');
  await new Promise((resolve) => socket.once('close', resolve).once('error', resolve).resume());
  expect(await ask('listExamples', {})).toMatchObject({ ok: true });
});
