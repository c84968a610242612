import { expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { AmqpClients, collect, text } from './amqpClients.ts';
import { eventually } from './eventually.ts';

/** What queues do with messages. */
export function amqpQueueContract(broker: () => BrokerHandle): void {
  it('consumers of a queue take strict turns', async () => {
    await using clients = new AmqpClients(broker().port);
    const publisher = await clients.confirming();
    await publisher.assertQueue('turns', { autoDelete: true });
    const three: Awaited<ReturnType<typeof collect>>[] = [];
    for (let index = 0; index < 3; index += 1) three.push(await collect(await clients.channel(), 'turns'));
    for (let index = 0; index < 30; index += 1) publisher.sendToQueue('turns', Buffer.from(`${index}`));
    await publisher.waitForConfirms();
    await eventually(() => three.map(({ texts }) => texts.length)).toEqual([10, 10, 10]);
    expect(three.map(({ texts }) => texts)).toEqual(
      [0, 1, 2].map((first) => Array.from({ length: 10 }, (_, index) => `${first + 3 * index}`)),
    );
  });

  it('a consumer gets no more than its prefetch until it acknowledges', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.channel();
    await channel.assertQueue('few', { autoDelete: true });
    for (let index = 0; index < 5; index += 1) channel.sendToQueue('few', Buffer.from(`${index}`));
    await channel.prefetch(2);
    const { texts, messages } = await collect(channel, 'few', { noAck: false });
    await eventually(() => texts).toEqual(['0', '1']);
    expect(await channel.checkQueue('few')).toEqual({ queue: 'few', messageCount: 3, consumerCount: 1 });
    const { tables } = await broker().contents();
    expect(tables.map(({ title, rows }) => [title, rows.find(([name]) => name === 'few')])).toEqual([
      ['Queues', ['few', 3, 2, 1]],
    ]);
    const [first, second] = messages;
    if (first !== undefined) channel.ack(first);
    await eventually(() => texts).toEqual(['0', '1', '2']);
    if (second !== undefined) channel.nack(second, false, true);
    // Given back, it takes its old place in front of those that wait.
    await eventually(() => texts).toEqual(['0', '1', '2', '1']);
    expect(messages.at(-1)?.fields.redelivered).toBe(true);
    const last = messages.at(-1);
    if (last !== undefined) channel.ack(last, true);
    await eventually(() => texts).toEqual(['0', '1', '2', '1', '3', '4']);
  });

  it('what nobody has acknowledged goes to the next consumer, in its old order', async () => {
    await using clients = new AmqpClients(broker().port);
    const publisher = await clients.channel();
    await publisher.assertQueue('again', { exclusive: false });
    const connection = await clients.connect();
    const first = await connection.createChannel();
    for (let index = 0; index < 4; index += 1) publisher.sendToQueue('again', Buffer.from(`${index}`));
    const { texts } = await collect(first, 'again', { noAck: false });
    await eventually(() => texts.length).toBe(4);
    await connection.close();
    const next = await collect(await clients.channel(), 'again', {
      show: (message) => `${text(message)} ${message.fields.redelivered}`,
    });
    await eventually(() => next.texts).toEqual(['0 true', '1 true', '2 true', '3 true']);
    await publisher.deleteQueue('again');
  });

  it('a message that is rejected, too old or too many goes to the dead-letter exchange, and says why', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.channel();
    await channel.assertQueue('dead', { exclusive: true });
    await channel.assertExchange('dlx', 'fanout', { durable: false, autoDelete: true });
    await channel.bindQueue('dead', 'dlx', '');
    const show = ({ content, properties, fields }: Parameters<typeof text>[0]): string => {
      const [death] = (properties.headers?.['x-death'] ?? []) as { reason: string; queue: string; count: number }[];
      return `${String(content)}: ${death?.count} ${death?.reason} in ${death?.queue} by ${fields.routingKey}`;
    };
    const { texts } = await collect(channel, 'dead', { show });
    const base = { exclusive: true, deadLetterExchange: 'dlx' };
    await channel.assertQueue('picky', { ...base, deadLetterRoutingKey: 'was-picky' });
    await channel.assertQueue('short', { ...base, maxLength: 1 });
    await channel.assertQueue('quick', { ...base, messageTtl: 1 });
    await channel.assertQueue('slow', base);
    channel.sendToQueue('picky', Buffer.from('no'));
    const got = await channel.get('picky');
    if (got !== false) channel.reject(got, false);
    await eventually(() => texts.length).toBe(1);
    for (const each of ['one', 'two']) channel.sendToQueue('short', Buffer.from(each));
    await eventually(() => texts.length).toBe(2);
    channel.sendToQueue('quick', Buffer.from('old'));
    await eventually(() => texts.length).toBe(3);
    channel.sendToQueue('slow', Buffer.from('mortal'), { expiration: '5' });
    await eventually(() => texts).toEqual([
      'no: 1 rejected in picky by was-picky',
      'one: 1 maxlen in short by short',
      'old: 1 expired in quick by quick',
      'mortal: 1 expired in slow by slow',
    ]);
  });

  it('a queue that is full refuses what comes when it was told to', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.confirming();
    const { queue } = await channel.assertQueue('', {
      exclusive: true,
      maxLength: 1,
      arguments: { 'x-overflow': 'reject-publish' },
    });
    const outcomes: string[] = [];
    const note = (error: unknown): void => void outcomes.push(error ? 'refused' : 'taken');
    for (let index = 0; index < 2; index += 1) channel.sendToQueue(queue, Buffer.from('x'), {}, note);
    await eventually(() => outcomes).toEqual(['taken', 'refused']);
  });

  it('autoDelete queues go with their last consumer, exclusive ones with their connection, unused ones in time', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.channel();
    const owner = await clients.connect();
    const own = await owner.createChannel();
    await channel.assertQueue('auto', { autoDelete: true });
    await own.assertQueue('own', { exclusive: true });
    await channel.assertQueue('unused', { expires: 50 });
    const { tag } = await collect(channel, 'auto');
    await channel.cancel(tag);
    await owner.close();
    for (const queue of ['auto', 'own', 'unused']) {
      const isGone = async (): Promise<boolean> => {
        const probe = await clients.channel();
        return probe.checkQueue(queue).then(
          () => false,
          () => true,
        );
      };
      await eventually(isGone).toBe(true);
    }
  });

  it('a consumer is told that its queue was deleted', async () => {
    await using clients = new AmqpClients(broker().port);
    const [channel, other] = [await clients.channel(), await clients.channel()];
    await channel.assertQueue('doomed');
    const { texts } = await collect(channel, 'doomed');
    await other.deleteQueue('doomed');
    await eventually(() => texts).toEqual(['cancelled']);
  });

  it('keeps properties and fields of every type as they were sent, and bodies of any size', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.channel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    const headers = {
      text: 'ä€',
      yes: true,
      small: 7,
      negative: -70_000,
      large: 2 ** 40,
      real: 1.5,
      none: null,
      list: [1, 'two', [3]],
      table: { deep: { deeper: 'x' } },
      bytes: Buffer.from([0, 255]),
    };
    const body = Buffer.alloc(1_000_000, 'ab');
    const options = {
      headers,
      contentType: 'application/json',
      contentEncoding: 'utf8',
      persistent: true,
      priority: 3,
      correlationId: 'c',
      replyTo: 'r',
      expiration: '60000',
      messageId: 'm',
      timestamp: 1_700_000_000,
      type: 't',
      userId: 'guest',
      appId: 'a',
    };
    channel.sendToQueue(queue, body, options);
    channel.sendToQueue(queue, Buffer.alloc(0));
    const { messages } = await collect(channel, queue);
    await eventually(() => messages.length).toBe(2);
    const [full, empty] = messages;
    const { persistent: _, ...sent } = options;
    expect(full?.properties).toMatchObject({ ...sent, deliveryMode: 2 });
    expect([full?.content.equals(body), empty?.content.length]).toEqual([true, 0]);
  });
}
