import { connect } from 'amqplib';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSocket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { AmqpClients, collect } from '../../contract/amqpClients.ts';
import { eventually } from '../../contract/eventually.ts';
import type { RunningBroker } from './broker.ts';
import { startBroker } from './broker.ts';
import type { Limits } from './limits.ts';
import { emptyTable } from './wire/field.ts';
import { protocolHeader } from './wire/frameParser.ts';
import { methodBytes } from './wire/writeFrames.ts';

async function withBroker(limits: Partial<Limits>, test: (broker: RunningBroker) => Promise<void>): Promise<void> {
  const broker = await startBroker(0, { limits });
  try {
    await test(broker);
  } finally {
    await broker.close();
  }
}

/** Everything that the broker says to these bytes until it closes. */
async function sayAndHear(port: number, bytes: Buffer): Promise<string> {
  const socket = connectSocket({ port, host: '127.0.0.1' });
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(heard).toString('latin1');
}

const handshake = Buffer.concat([
  protocolHeader,
  methodBytes(0, 'connection.start-ok', {
    properties: emptyTable,
    mechanism: 'PLAIN',
    response: '\0guest\0guest',
    locale: 'en_US',
  }),
  methodBytes(0, 'connection.tune-ok', { channelMax: 0, frameMax: 0, heartbeat: 0 }),
  methodBytes(0, 'connection.open', { vhost: '/', reserved: '', insist: false }),
]);
const open = methodBytes(1, 'channel.open', { reserved: '' });
const publish = methodBytes(1, 'basic.publish', {
  reserved: 0,
  exchange: '',
  routingKey: 'x',
  mandatory: false,
  immediate: false,
});

describe('whoever breaks the protocol is told so and closed', () => {
  it.each([
    ['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'AMQP\0\0\t\x01'],
    ['another version', Buffer.from('AMQP\x01\x01\x08\0', 'latin1'), 'AMQP\0\0\t\x01'],
    ['a frame without its end', [handshake, Buffer.from([1, 0, 1, 0, 0, 0, 0, 1])], 'FRAME_ERROR'],
    ['a method on a channel that is not open', [handshake, publish], "CHANNEL_ERROR - expected 'channel.open'"],
    ['a channel opened twice', [handshake, open, open], "CHANNEL_ERROR - second 'channel.open' seen"],
    ['a body without a method', [handshake, open, Buffer.from([3, 0, 1, 0, 0, 0, 1, 65, 0xce])], 'UNEXPECTED_FRAME'],
    ['a method amid a message', [handshake, open, publish, publish], 'UNEXPECTED_FRAME'],
    [
      'arguments cut short',
      [handshake, open, Buffer.from([1, 0, 1, 0, 0, 0, 5, 0, 50, 0, 10, 0, 0xce])],
      'SYNTAX_ERROR',
    ],
    [
      'a method that there is not',
      [handshake, open, Buffer.from([1, 0, 1, 0, 0, 0, 4, 0, 77, 0, 1, 0xce])],
      'NOT_IMPLEMENTED',
    ],
    ['a login before its turn', [protocolHeader, open], 'CHANNEL_ERROR'],
  ])('%s', async (_what, bytes, says) => {
    await withBroker({}, async ({ port }) => {
      expect(await sayAndHear(port, Buffer.isBuffer(bytes) ? bytes : Buffer.concat(bytes))).toContain(says);
      await using clients = new AmqpClients(port);
      await clients.channel();
    });
  });

  it('random bytes never end the broker', async () => {
    await withBroker({ handshakeMs: 50 }, async ({ port }) => {
      let seed = 7;
      const byte = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) >> 16;
      await Promise.all(
        Array.from({ length: 40 }, (_, index) => {
          const noise = Buffer.from(Array.from({ length: 300 }, byte));
          const frame = Buffer.concat([Buffer.from([1 + (index % 3), 0, 1, 0, 0, 1, 44]), noise, Buffer.from([0xce])]);
          const socket = connectSocket({ port, host: '127.0.0.1' });
          socket.on('error', () => undefined);
          socket.resume();
          socket.end(Buffer.concat([handshake, open, publish, frame, noise]));
          return new Promise((resolve) => socket.once('close', resolve));
        }),
      );
      await using clients = new AmqpClients(port);
      await clients.channel();
    });
  });
});

describe('the bounds of the built-in RabbitMQ', () => {
  it('one client too many is closed', () =>
    withBroker({ connections: 1 }, async ({ port }) => {
      await using clients = new AmqpClients(port);
      await clients.connect();
      await expect(connect(`amqp://127.0.0.1:${port}`)).rejects.toThrow(/.+/);
    }));

  it('somebody who says nothing is closed', () =>
    withBroker({ handshakeMs: 20 }, async ({ port }) => {
      expect(await sayAndHear(port, protocolHeader)).toContain('PLAIN');
    }));

  it('a message too long ends its channel', () =>
    withBroker({ messageBytes: 1000 }, async ({ port }) => {
      await using clients = new AmqpClients(port);
      const channel = await clients.channel();
      const said = once(channel, 'error');
      channel.sendToQueue('x', Buffer.alloc(1001));
      expect(String(await said)).toContain('message size 1001 is larger than configured max size 1000');
    }));

  it('publishers wait while it is full, are told so, and go on when consumers have taken something', () =>
    withBroker({ heldBytes: 100_000 }, async ({ port }) => {
      await using clients = new AmqpClients(port);
      const connection = await clients.connect();
      const events: string[] = [];
      connection.on('blocked', (why: string) => events.push(`blocked: ${why}`));
      connection.on('unblocked', () => events.push('unblocked'));
      const publisher = await connection.createConfirmChannel();
      const reader = await clients.channel();
      await reader.assertQueue('full');
      for (let index = 0; index < 40; index += 1) publisher.sendToQueue('full', Buffer.alloc(10_000));
      await eventually(() => events).toEqual(['blocked: low on memory']);
      expect((await reader.checkQueue('full')).messageCount).toBeLessThan(12);
      const { messages } = await collect(reader, 'full');
      await publisher.waitForConfirms();
      await eventually(() => messages.length).toBe(40);
      expect(events.at(-1)).toBe('unblocked');
    }));

  it('a consumer that does not read leaves its messages in the queue', () =>
    withBroker({}, async ({ port }) => {
      await using clients = new AmqpClients(port);
      const publisher = await clients.confirming();
      await publisher.assertQueue('slow');
      const consume = methodBytes(1, 'basic.consume', {
        reserved: 0,
        queue: 'slow',
        consumerTag: 'c',
        noLocal: false,
        noAck: true,
        exclusive: false,
        noWait: false,
        arguments: emptyTable,
      });
      const socket = connectSocket({ port, host: '127.0.0.1' });
      socket.on('error', () => undefined);
      socket.write(Buffer.concat([handshake, open, consume]));
      socket.pause();
      await eventually(async () => (await publisher.checkQueue('slow')).consumerCount).toBe(1);
      for (let index = 0; index < 40; index += 1) publisher.sendToQueue('slow', Buffer.alloc(1024 * 1024));
      await publisher.waitForConfirms();
      expect((await publisher.checkQueue('slow')).messageCount).toBeGreaterThan(0);
      socket.resume();
      await eventually(async () => (await publisher.checkQueue('slow')).messageCount).toBe(0);
      socket.destroy();
    }));

  it('queues have a bound for all of them, and leave room when they go', () =>
    withBroker({ definitionBytes: 600 }, async ({ port }) => {
      await using clients = new AmqpClients(port);
      const channel = await clients.channel();
      await channel.assertQueue('a');
      await channel.assertQueue('b');
      await channel.deleteQueue('a');
      await channel.assertQueue('c');
      const connection = await clients.connect();
      const said = once(connection, 'error');
      (await connection.createChannel())
        .on('error', () => undefined)
        .assertQueue('d')
        .catch(() => undefined);
      expect(String(await said)).toContain('RESOURCE_ERROR');
    }));
});

describe('what is kept in a folder', () => {
  it('is there again, without what was acknowledged, and the rest of a record cut short is passed over', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-journal-'));
    const work = async (test: (clients: AmqpClients) => Promise<void>): Promise<void> => {
      const broker = await startBroker(0, { folder });
      {
        await using clients = new AmqpClients(broker.port);
        await test(clients);
      }
      await broker.close();
    };
    await work(async (clients) => {
      const channel = await clients.confirming();
      await channel.assertQueue('kept');
      for (const each of ['a', 'b', 'c']) channel.sendToQueue('kept', Buffer.from(each), { persistent: true });
      await channel.waitForConfirms();
      const first = await channel.get('kept');
      if (first !== false) channel.ack(first);
      await channel.checkQueue('kept');
    });
    await appendFile(join(folder, 'journal'), Buffer.from([0, 0, 1, 0, 7, 1, 2]));
    await work(async (clients) => {
      const { texts } = await collect(await clients.channel(), 'kept', { noAck: false });
      await eventually(() => texts).toEqual(['b', 'c']);
    });
    await work(async (clients) => {
      const { messages } = await collect(await clients.channel(), 'kept', { noAck: false });
      await eventually(() => messages.map(({ content, fields }) => `${String(content)} ${fields.redelivered}`)).toEqual(
        ['b true', 'c true'],
      );
    });
    await rm(folder, { recursive: true });
  });
});
