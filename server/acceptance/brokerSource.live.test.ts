import { afterEach, describe, expect, test } from 'vitest';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { newListener } from '#shared/flow/switch/targets.ts';
import type { BrokerSource } from '#shared/transports/transport.ts';
import { findBinary } from '../brokers/findBinary.ts';
import { mqttKind } from '../brokers/mqttBroker.ts';
import { natsKind } from '../brokers/natsBroker.ts';
import { redisKind } from '../brokers/redisBroker.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';
import { waitUntil } from '../testing/waitUntil.ts';
import { message, reply, tcpService } from './flows.ts';

/** A box says which broker it wants, and gets that one or a reason. */

const position = { x: 0, y: 0 };
const plain = { PATH: process.env['PATH'] };

const kinds = await Promise.all(
  [
    { transport: 'redis' as const, kind: redisKind },
    { transport: 'nats' as const, kind: natsKind },
    { transport: 'mqtt' as const, kind: mqttKind },
  ].map(async (one) => ({ ...one, name: one.kind.name, real: await findBinary(one.kind.binaries, plain) })),
);
type Transport = (typeof kinds)[number]['transport'];

/** A caller that asks over the broker `its`; a broker that has nothing to do with it is `other`. */
const asking = (transport: Transport, source?: BrokerSource): Flow => ({
  ...emptyFlow('Over a broker'),
  services: {
    caller: tcpService('caller', {}),
    callee: {
      name: 'callee',
      position,
      replicas: 1,
      listeners: { in: newListener(transport, { service: 'callee', broker: 'its', isShared: true }) },
      handlers: { ping: message('ping', [reply("'pong'")]) },
    },
  },
  brokers: {
    its: { name: 'its', transport, position, ...(source === undefined ? {} : { source }) },
    other: { name: 'other', transport: 'redis', position, source: 'built-in' },
  },
  wires: { asks: { name: 'ASKS', from: 'caller', to: 'its', policies: { timeout: { ms: 2000 } } } },
});

const answered = (session: TestSession): Promise<void> =>
  waitUntil('it answers', async () => (await session.send('asks', { cmd: 'ping' })).reply === 'pong');
const choose = (session: TestSession, value?: BrokerSource): Promise<unknown> =>
  session.edit([
    { edit: 'set', part: 'brokers', id: 'its', field: 'source', ...(value === undefined ? {} : { value }) },
  ]);

let server: TestServer | undefined;
afterEach(() => server?.close());

describe.each(kinds)('$name', ({ transport, kind, real }) => {
  const skipped = real === undefined ? ` (not found, so skipped; type: ${kind.install})` : '';

  test.skipIf(real === undefined)(
    `is another one when the box asks for it, and its services go there${skipped}`,
    async () => {
      server = await startTestServer({ brokerEnv: plain });
      const session = await server.openSession({ flow: asking(transport, 'built-in') });
      await answered(session);
      const before = await session.read();
      expect(before.brokers['its']).toMatchObject({
        source: 'built-in',
        missing: { configured: `${kind.setting} is not set for this server` },
      });

      await choose(session, 'private');
      await answered(session);
      const chosen = await session.read();
      expect(chosen.brokers['its']).toMatchObject({ source: 'private', state: 'up' });
      expect(chosen.brokers['other']).toEqual(before.brokers['other']);

      await choose(session, 'built-in');
      await answered(session);
      expect((await session.read()).brokers['its']).toMatchObject({ source: 'built-in', state: 'up' });
      // The broker beside it was never touched.
      const { events } = await session.events();
      expect(events.filter(({ type, broker }) => type === 'brokerChanged' && broker === 'other').length).toBe(2);
    },
  );

  test('is the configured one when the box asks for it, beside one of its own', async () => {
    await using owner = await startTestServer({ brokerEnv: plain });
    const owned = await owner.openSession({ flow: asking(transport, 'built-in') });
    const port = (await owned.read()).brokers['its']?.port ?? 0;
    const url = `${kind.scheme}://127.0.0.1:${port}`;
    server = await startTestServer({ brokerEnv: { ...plain, [kind.setting]: url } });
    const session = await server.openSession({ flow: asking(transport, 'built-in') });
    await answered(session);
    expect((await session.read()).brokers['its']).toMatchObject({ source: 'built-in' });
    await choose(session, 'configured');
    await answered(session);
    expect((await session.read()).brokers['its']).toMatchObject({ source: 'configured', port });
    await choose(session);
    await answered(session);
    expect((await session.read()).brokers['its']).toMatchObject({ source: 'configured', port });
  });
});

test('a source that the server has not is a Problem on the box that says what to do, and the next choice cures it', async () => {
  server = await startTestServer({ brokerEnv: { ...plain, KAFKA_BROKERS: '' } });
  const flow = asking('nats', 'configured');
  const session = await server.openSession({ flow });
  const view = await session.read();
  expect(view.brokers['its']).toMatchObject({
    state: 'down',
    source: 'configured',
    problem: {
      code: 'brokerFailed',
      message:
        'The box asks for a configured NATS, but NATS_URL is not set for this server. Set it, or choose another source for the box.',
      at: 'brokers.its',
    },
  });
  await choose(session, 'built-in');
  await answered(session);
  expect((await session.read()).problems).toEqual([]);
});

test('what faults did with a broker they do with the one that takes its place', async () => {
  server = await startTestServer({ brokerEnv: plain });
  const session = await server.openSession({ flow: asking('nats', 'built-in') });
  await answered(session);
  await session.putFault('down', { kind: 'kill', target: { broker: 'its' } });
  await choose(session);
  expect((await session.read()).brokers['its']).toMatchObject({ state: 'down' });
  await session.mend('down');
  await answered(session);
});
