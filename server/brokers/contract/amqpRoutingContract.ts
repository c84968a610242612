import { expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { AmqpClients, collect } from './amqpClients.ts';
import { eventually } from './eventually.ts';

/** Where messages go. */
export function amqpRoutingContract(broker: () => BrokerHandle): void {
  it('each exchange gives a message to the queues that its type says', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.channel();
    const exclusive = { exclusive: true };
    const bindings = [
      ['direct', 'a', 'key', {}],
      ['direct', 'b', 'other', {}],
      ['fanout', 'a', '', {}],
      ['fanout', 'b', 'ignored', {}],
      ['topic', 'a', 'orders.*.paid', {}],
      ['topic', 'b', 'orders.#', {}],
      ['headers', 'a', '', { 'x-match': 'all', kind: 'cat', legs: 4 }],
      ['headers', 'b', '', { 'x-match': 'any', kind: 'dog', legs: 4 }],
    ] as const;
    for (const queue of ['a', 'b']) await channel.assertQueue(`route-${queue}`, exclusive);
    for (const [type, queue, key, fields] of bindings) {
      await channel.assertExchange(`route-${type}`, type, { durable: false });
      await channel.bindQueue(`route-${queue}`, `route-${type}`, key, fields);
    }
    const [a, b] = [await collect(channel, 'route-a'), await collect(channel, 'route-b')];
    const publish = (type: string, key: string, headers = {}): void =>
      void channel.publish(`route-${type}`, key, Buffer.from(`${type} ${key} ${JSON.stringify(headers)}`), { headers });
    publish('direct', 'key');
    publish('direct', 'nobody');
    publish('fanout', 'any');
    publish('topic', 'orders.7.paid');
    publish('topic', 'orders');
    publish('topic', 'orders.7.8.paid');
    publish('topic', 'order.7.paid');
    publish('headers', '', { kind: 'cat', legs: 4 });
    publish('headers', '', { kind: 'cat' });
    publish('headers', '', { kind: 'dog' });
    publish('direct', 'other');
    await eventually(() => b.texts.at(-1)).toBe('direct other {}');
    expect(a.texts).toEqual([
      'direct key {}',
      'fanout any {}',
      'topic orders.7.paid {}',
      'headers  {"kind":"cat","legs":4}',
    ]);
    expect(b.texts).toEqual([
      'fanout any {}',
      'topic orders.7.paid {}',
      'topic orders {}',
      'topic orders.7.8.paid {}',
      'headers  {"kind":"cat","legs":4}',
      'headers  {"kind":"dog"}',
      'direct other {}',
    ]);
  });

  it('a queue bound twice gets a message once, and none when it is unbound', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.channel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, 'amq.topic', 'once.*');
    await channel.bindQueue(queue, 'amq.topic', 'once.#');
    channel.publish('amq.topic', 'once.a', Buffer.from('x'));
    expect(await channel.checkQueue(queue)).toEqual({ queue, messageCount: 1, consumerCount: 0 });
    await channel.unbindQueue(queue, 'amq.topic', 'once.*');
    await channel.unbindQueue(queue, 'amq.topic', 'once.#');
    channel.publish('amq.topic', 'once.a', Buffer.from('x'));
    expect(await channel.purgeQueue(queue)).toEqual({ messageCount: 1 });
  });

  it('what an exchange has no queue for goes to its alternate one', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.channel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.assertExchange('rest', 'fanout', { durable: false, autoDelete: true });
    await channel.assertExchange('first', 'direct', { durable: false, alternateExchange: 'rest' });
    await channel.bindQueue(queue, 'rest', '');
    channel.publish('first', 'nobody', Buffer.from('x'));
    expect(await channel.checkQueue(queue)).toMatchObject({ messageCount: 1 });
  });

  it('a mandatory message that nobody gets comes back, before it is confirmed', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.confirming();
    const events: string[] = [];
    channel.on('return', ({ fields, content }) => {
      const { replyCode, replyText, routingKey } = fields as unknown as Record<string, unknown>;
      events.push(`${String(replyCode)} ${String(replyText)} ${String(routingKey)} ${String(content)}`);
    });
    channel.publish('', 'no-such-queue', Buffer.from('back'), { mandatory: true }, () => events.push('confirmed'));
    await channel.waitForConfirms();
    expect(events).toEqual(['312 NO_ROUTE no-such-queue back', 'confirmed']);
  });

  it('answers come without a queue to the channel that asked', async () => {
    await using clients = new AmqpClients(broker().port);
    const [asker, answerer] = [await clients.channel(), await clients.channel()];
    await answerer.assertQueue('ask', { exclusive: true });
    await answerer.consume('ask', (message) => {
      if (message === null) return;
      const { replyTo, correlationId } = message.properties as { replyTo: string; correlationId: string };
      answerer.sendToQueue(replyTo, Buffer.from(`re: ${String(message.content)}`), { correlationId });
      answerer.ack(message);
    });
    const { texts } = await collect(asker, 'amq.rabbitmq.reply-to', {
      show: ({ content, properties }) => `${String(properties.correlationId)} ${String(content)}`,
    });
    for (let index = 0; index < 50; index += 1) {
      asker.sendToQueue('ask', Buffer.from(`${index}`), {
        replyTo: 'amq.rabbitmq.reply-to',
        correlationId: `c${index}`,
      });
    }
    await eventually(() => texts.length).toBe(50);
    expect(texts).toEqual(Array.from({ length: 50 }, (_, index) => `c${index} re: ${index}`));
  });
}
