import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { newListener } from '#shared/flow/switch/targets.ts';
import type { BrokerSource } from '#shared/transports/transport.ts';
import { findBinary } from '../brokers/findBinary.ts';
import { mqttKind } from '../brokers/mqttBroker.ts';
import { natsKind } from '../brokers/natsBroker.ts';
import { rabbitKind } from '../brokers/rabbitBroker.ts';
import { redisKind } from '../brokers/redisBroker.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';
import { waitUntil } from '../testing/waitUntil.ts';
import { reply, tcpService } from './flows.ts';

/** Every broker of ours can be made to stand still: nobody is answered, nobody is cut off, and then it all goes on. */

const position = { x: 0, y: 0 };
const env = { PATH: process.env['PATH'] };
const real = async (source: 'redis' | 'nats' | 'mqtt' | 'rmq', kind: typeof redisKind) => ({
  transport: source,
  source: 'private' as const,
  install: (await findBinary(kind.binaries, env)) === undefined ? kind.install : undefined,
});
const brokers = [
  ...(['redis', 'nats', 'mqtt', 'rmq', 'kafka'] as const).map((transport) => ({
    transport,
    source: 'built-in' as const,
    install: undefined,
  })),
  ...(await Promise.all([
    real('redis', redisKind),
    real('nats', natsKind),
    real('mqtt', mqttKind),
    real('rmq', rabbitKind),
  ])),
];
type Transport = (typeof brokers)[number]['transport'];

const asking = (transport: Transport, source: BrokerSource): Flow => ({
  ...emptyFlow('Over a broker'),
  services: {
    caller: tcpService('caller', {}),
    callee: {
      name: 'callee',
      position,
      replicas: 1,
      listeners: { in: newListener(transport, { service: 'callee', broker: 'its', isShared: true }) },
      handlers: { ping: { on: { message: 'ping' }, steps: [reply("'pong'")] } },
    },
  },
  brokers: { its: { name: 'its', transport, position, source } },
  wires: { asks: { name: 'ASKS', from: 'caller', to: 'its', policies: { timeout: { ms: 2000 } } } },
});

const answered = (session: TestSession): Promise<void> =>
  waitUntil('it answers', async () => (await session.send('asks', 'ping')).reply === 'pong');

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ brokerEnv: env });
});
afterAll(() => server.close());

describe.skipIf(process.platform === 'win32')('a broker stands still, and goes on', () => {
  for (const { transport, source, install } of brokers) {
    const skipped = install === undefined ? '' : ` (not found, so skipped; type: ${install})`;
    test.skipIf(install !== undefined)(`${transport}, ${source}${skipped}`, async () => {
      const session = await server.openSession({ flow: asking(transport, source) });
      await answered(session);
      const before = (await session.read()).brokers['its'];
      await session.putFault('still', { kind: 'pause', target: { broker: 'its' } });
      const broken = await session.send('asks', 'ping');
      expect(broken.reply).toBeUndefined();
      const { events } = await session.trace(broken.traceId);
      expect(events.filter(({ type }) => type === 'injected')).toMatchObject([{ faults: ['still'] }]);
      await session.mend('still');
      await answered(session);
      expect((await session.read()).brokers['its']).toEqual(before);
      await session.close();
    });
  }
});
