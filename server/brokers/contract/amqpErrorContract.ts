import type { Channel } from 'amqplib';
import { expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { AmqpClients, closedWith, quiet } from './amqpClients.ts';

interface Row {
  it: string;
  act: (channel: Channel) => unknown;
  says: RegExp;
}

const rows: Row[] = [
  {
    it: 'a queue that is not there',
    act: (c) => c.checkQueue('none'),
    says: /^NOT_FOUND - no queue 'none' in vhost '\/'$/,
  },
  {
    it: 'an exchange that is not there',
    act: (c) => c.publish('none', 'k', Buffer.from('x')),
    says: /^NOT_FOUND - no exchange 'none' in vhost '\/'$/,
  },
  {
    it: 'a queue declared otherwise',
    act: (c) => c.assertQueue('errors', { durable: true }),
    says: /^PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'errors' in vhost '\/': received 'true' but current is 'false'$/,
  },
  {
    it: 'a queue declared with other arguments',
    act: (c) => c.assertQueue('errors', { durable: false, autoDelete: true, messageTtl: 5 }),
    says: /^PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'errors' in vhost '\/': received the value '5' of type '\w+' but current is none$/,
  },
  {
    it: 'an exchange declared otherwise',
    act: (c) => c.assertExchange('amq.direct', 'fanout'),
    says: /^PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'amq.direct' in vhost '\/': received 'fanout' but current is 'direct'$/,
  },
  {
    it: 'a reserved name of a queue',
    act: (c) => c.assertQueue('amq.mine'),
    says: /^ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.\*'$/,
  },
  {
    it: 'a reserved name of an exchange',
    act: (c) => c.assertExchange('amq.mine', 'direct'),
    says: /^ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.\*'$/,
  },
  {
    it: 'a binding to the default exchange',
    act: (c) => c.bindQueue('errors', '', 'x'),
    says: /^ACCESS_REFUSED - operation not permitted on the default exchange$/,
  },
  {
    it: 'a delivery tag that was never given',
    act: (c) => c.ack({ fields: { deliveryTag: 7 } } as never),
    says: /^PRECONDITION_FAILED - unknown delivery tag 7$/,
  },
  {
    it: 'an exclusive queue of somebody else',
    act: (c) => c.checkQueue('errors-own'),
    says: /^RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'errors-own' in vhost '\/'/,
  },
  {
    it: 'a queue that somebody consumes alone',
    act: (c) => c.consume('errors', () => undefined),
    says: /^ACCESS_REFUSED - queue 'errors' in vhost '\/' in exclusive use$/,
  },
  {
    it: 'a queue in use that is to be deleted if unused',
    act: (c) => c.deleteQueue('errors', { ifUnused: true }),
    says: /^PRECONDITION_FAILED - queue 'errors' in vhost '\/' in use$/,
  },
  {
    it: 'answers that nobody waits for',
    act: (c) => c.sendToQueue('errors', Buffer.from('x'), { replyTo: 'amq.rabbitmq.reply-to' }),
    says: /^PRECONDITION_FAILED - fast reply consumer does not exist$/,
  },
  {
    it: 'an age that is no number',
    act: (c) => c.sendToQueue('errors', Buffer.from('x'), { expiration: 'soon' }),
    says: /^PRECONDITION_FAILED - invalid expiration 'soon': .*no_integer/,
  },
];

/** What ends a channel, in RabbitMQ's words; the connection goes on. */
export function amqpErrorContract(broker: () => BrokerHandle): void {
  it.each(rows)('$it closes the channel, and says so', async ({ act, says }) => {
    await using clients = new AmqpClients(broker().port);
    const owner = await clients.channel();
    await owner.assertQueue('errors', { durable: false, autoDelete: true });
    await owner.assertQueue('errors-own', { exclusive: true });
    await owner.consume('errors', () => undefined, { exclusive: true });
    const connection = await clients.connect();
    const broken = quiet(await connection.createChannel());
    const words = closedWith(broken);
    await Promise.resolve(act(broken)).catch(() => undefined);
    expect(await words).toMatch(says);
    // Its number can be used again.
    const next = await connection.createChannel();
    expect(await next.assertQueue('', { exclusive: true })).toMatchObject({ messageCount: 0 });
  });

  it('an unknown type of exchange closes the connection', async () => {
    await using clients = new AmqpClients(broker().port);
    const connection = await clients.connect();
    const words = new Promise<string>((resolve) => {
      connection.once('error', (error: Error) => resolve(error.message));
    });
    const channel = quiet(await connection.createChannel());
    channel.assertExchange('strange', 'x-strange').catch(() => undefined);
    expect(await words).toContain("COMMAND_INVALID - unknown exchange type 'x-strange'");
  });

  it('a stranger is refused', async () => {
    const { connect } = await import('amqplib');
    await expect(connect(`amqp://guest:wrong@127.0.0.1:${broker().port}`)).rejects.toThrow(/ACCESS.REFUSED/);
    await expect(connect(`amqp://127.0.0.1:${broker().port}/none`)).rejects.toThrow(/.+/);
  });
}
