import { expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { RawRedis, respCommand } from './rawRedis.ts';
import { collect, RedisClients } from './redisClients.ts';
import { eventually } from './eventually.ts';

const protocols = [3, 2] as const;

/** What NestJS builds on: who receives, who is counted, and when no more. */
export function pubsubContract(broker: () => BrokerHandle): void {
  it.each(protocols)('delivers to channels and patterns and counts each delivery (RESP%i)', async (protocol) => {
    using clients = new RedisClients(broker().port);
    const listener = await clients.connect({ protocol });
    const publisher = await clients.connect({ protocol });
    const messages = collect(listener);
    expect(await listener.subscribe('orders.created', 'other')).toBe(2);
    expect(await listener.psubscribe('orders.*')).toBe(3);
    expect([
      await publisher.publish('orders.created', 'both ways'),
      await publisher.publish('orders.paid', 'by pattern'),
      await publisher.publish('nobody', 'lost'),
    ]).toEqual([2, 1, 0]);
    await eventually(() => messages).toEqual([
      { channel: 'orders.created', text: 'both ways' },
      { pattern: 'orders.*', channel: 'orders.created', text: 'both ways' },
      { pattern: 'orders.*', channel: 'orders.paid', text: 'by pattern' },
    ]);
  });

  it('says which channels there are, and how many subscribe to each', async () => {
    using clients = new RedisClients(broker().port);
    const [one, two] = await Promise.all([clients.connect(), clients.connect()]);
    await one.subscribe('held.a', 'held.b');
    await two.subscribe('held.b');
    const { tables } = await broker().contents();
    const [channels] = tables;
    expect({ ...channels, rows: channels?.rows.filter(([name]) => String(name).startsWith('held.')) }).toEqual({
      title: 'Channels',
      columns: ['channel', 'subscribers'],
      rows: [
        ['held.a', 1],
        ['held.b', 2],
      ],
    });
  });

  it.each(protocols)('an event reaches every replica, a reply only its caller (RESP%i)', async (protocol) => {
    using clients = new RedisClients(broker().port);
    const caller = await clients.connect({ protocol });
    const publisher = await clients.connect({ protocol });
    const answers = collect(caller);
    await caller.subscribe('sum.reply');
    for (const replica of ['one', 'two']) {
      const listener = await clients.connect({ protocol });
      const sender = await clients.connect({ protocol });
      await listener.subscribe('sum');
      listener.on('message', () => void sender.publish('sum.reply', replica));
    }
    expect(await publisher.publish('sum', '{}')).toBe(2);
    await eventually(() => answers.map(({ text }) => text).sort()).toEqual(['one', 'two']);
  });

  it('unsubscribing ends delivery', async () => {
    using clients = new RedisClients(broker().port);
    const listener = await clients.connect();
    const publisher = await clients.connect();
    await listener.subscribe('u1', 'u2', 'u3');
    await listener.psubscribe('u*');
    expect(await listener.unsubscribe('u1')).toBe(3);
    expect(await publisher.publish('u1', '')).toBe(1);
    expect(await listener.unsubscribe('u2', 'u3')).toBe(1);
    expect(await listener.punsubscribe('u*')).toBe(0);
    expect(await publisher.publish('u2', '')).toBe(0);
    expect(await publisher.pubsub('CHANNELS', 'u*')).toEqual([]);
  });

  it('unsubscribing without names ends all of one sort and counts down', async () => {
    const client = await RawRedis.connect(broker().port);
    await client.ask(respCommand('SUBSCRIBE', 'all'));
    await client.ask(respCommand('PSUBSCRIBE', 'a*'));
    expect(await client.ask(respCommand('UNSUBSCRIBE'))).toBe('*3\r\n$11\r\nunsubscribe\r\n$3\r\nall\r\n:1\r\n');
    expect(await client.ask(respCommand('PUNSUBSCRIBE'))).toBe('*3\r\n$12\r\npunsubscribe\r\n$2\r\na*\r\n:0\r\n');
    expect(await client.ask(respCommand('UNSUBSCRIBE'))).toBe('*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n');
    client.close();
  });

  it('PUBSUB tells channels and how many listen', async () => {
    using clients = new RedisClients(broker().port);
    const [one, two] = [await clients.connect(), await clients.connect()];
    await one.subscribe('p1', 'p2');
    await two.subscribe('p1');
    expect(((await two.call('PUBSUB', 'CHANNELS', 'p?')) as string[]).sort()).toEqual(['p1', 'p2']);
    expect(await two.call('PUBSUB', 'NUMSUB', 'p1', 'p2', 'p3')).toEqual(['p1', 2, 'p2', 1, 'p3', 0]);
  });

  it('a client that goes is no receiver any more', async () => {
    using clients = new RedisClients(broker().port);
    const listener = await clients.connect();
    const publisher = await clients.connect();
    await listener.subscribe('gone');
    await listener.psubscribe('gon*');
    expect(await publisher.publish('gone', '')).toBe(2);
    listener.disconnect();
    await eventually(() => publisher.publish('gone', '')).toBe(0);
  });

  it('carries any bytes in channels and messages', async () => {
    using clients = new RedisClients(broker().port);
    const listener = await clients.connect();
    const publisher = await clients.connect();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
    const received = new Promise((resolve) => {
      listener.on('messageBuffer', (channel, message) => resolve([channel, message]));
    });
    await listener.subscribe(bytes);
    expect(await publisher.publish(bytes, bytes)).toBe(1);
    expect(await received).toEqual([bytes, bytes]);
  });

  it('one hundred clients each receive what is sent to all, in order', async () => {
    using clients = new RedisClients(broker().port);
    const publisher = await clients.connect();
    const listeners = await Promise.all(Array.from({ length: 100 }, () => clients.connect()));
    const received = listeners.map((listener) => collect(listener));
    await Promise.all(listeners.map((listener) => listener.subscribe('all')));
    const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    expect(await Promise.all(texts.map((text) => publisher.publish('all', text)))).toEqual(texts.map(() => 100));
    const expected = texts.map((text) => ({ channel: 'all', text }));
    await eventually(() => received.every((messages) => messages.length === texts.length)).toBe(true);
    expect(received).toEqual(listeners.map(() => expected));
  });

  it('a subscriber that does not read is cut off before it takes all memory', async () => {
    using clients = new RedisClients(broker().port);
    const publisher = await clients.connect();
    const slow = await RawRedis.connect(broker().port);
    await slow.ask(respCommand('SUBSCRIBE', 'flood'));
    slow.pause();
    const mebibyte = Buffer.alloc(1024 * 1024, 'x');
    let taken = 0;
    while (taken < 200 && (await publisher.publish('flood', mebibyte)) === 1) taken += 1;
    // The bound is 32 MiB; what the system's own socket buffers hold comes on top.
    expect(taken).toBeGreaterThan(30);
    expect(taken).toBeLessThan(100);
    expect(await publisher.ping()).toBe('PONG');
    slow.close();
  });
}
