import { randomBytes } from 'node:crypto';
import { ChannelConsumer } from '../channel.ts';
import type { MethodArgs } from '../wire/methods.ts';
import { ChannelError, ConnectionError } from '../wire/protocolError.ts';
import { answerQueue, consumeAnswers } from './answers.ts';
import { findQueue, type Context } from './context.ts';

export function setPrefetch({ client, channel }: Context, args: MethodArgs<'basic.qos'>): void {
  if (args.prefetchSize !== 0) {
    throw new ConnectionError('NOT_IMPLEMENTED', `prefetch_size!=0 (${args.prefetchSize})`);
  }
  if (args.global) channel.sharedPrefetch = args.prefetchCount;
  else channel.prefetch = args.prefetchCount;
  client.send(channel.number, 'basic.qos-ok', {});
  channel.pump();
}

export function consume(context: Context, args: MethodArgs<'basic.consume'>): void {
  const { client, channel } = context;
  const tag = args.consumerTag === '' ? `amq.ctag-${randomBytes(16).toString('base64url')}` : args.consumerTag;
  if (channel.consumers.has(tag) || channel.answers?.consumerTag === tag) {
    throw new ConnectionError('NOT_ALLOWED', `attempt to reuse consumer tag '${tag}'`);
  }
  const confirm = (): void => {
    if (!args.noWait) client.send(channel.number, 'basic.consume-ok', { consumerTag: tag });
  };
  if (args.queue === answerQueue) {
    consumeAnswers(context, tag, args.noAck);
    return confirm();
  }
  const queue = findQueue(context, args.queue);
  if (queue.consumers.some(({ exclusive }) => exclusive || args.exclusive)) {
    throw new ChannelError('ACCESS_REFUSED', `queue '${queue.name}' in vhost '/' in exclusive use`);
  }
  // Each costs as much as a definition; a connection could else make any number of them.
  if (channel.consumers.size >= context.limits.channels) {
    throw new ConnectionError('RESOURCE_ERROR', 'too many consumers on one channel');
  }
  const consumer = new ChannelConsumer(channel, { tag, queue, noAck: args.noAck, exclusive: args.exclusive });
  channel.consumers.set(tag, consumer);
  queue.addConsumer(consumer);
  confirm();
  queue.pump();
}

export function cancel({ client, channel }: Context, { consumerTag, noWait }: MethodArgs<'basic.cancel'>): void {
  channel.removeConsumer(consumerTag);
  if (!noWait) client.send(channel.number, 'basic.cancel-ok', { consumerTag });
}

export function getOne(context: Context, args: MethodArgs<'basic.get'>): void {
  const { client, channel } = context;
  const queue = findQueue(context, args.queue);
  queue.used();
  const entry = queue.take();
  if (entry === undefined) return client.send(channel.number, 'basic.get-empty', { reserved: '' });
  const tag = args.noAck ? channel.nextTag() : channel.hand({ queue, entry });
  if (args.noAck) queue.done(entry);
  const { exchange, routingKey } = entry.message;
  client.sendContent(channel.number, {
    name: 'basic.get-ok',
    args: { deliveryTag: BigInt(tag), redelivered: entry.redelivered, exchange, routingKey, messages: queue.length },
    content: entry.message,
  });
}

type Settling = Pick<MethodArgs<'basic.ack'>, 'deliveryTag' | 'multiple'>;

export function acknowledge(context: Context, args: Settling): void {
  mustBeKnown(
    args,
    context.channel.settle(which(args), ({ queue, entry }) => queue.done(entry)),
  );
}

export function refuse(context: Context, args: Settling & { readonly requeue: boolean }): void {
  const isKnown = context.channel.settle(which(args), ({ queue, entry }) => {
    if (args.requeue) queue.putBack(entry);
    else queue.dead(entry, 'rejected');
  });
  mustBeKnown(args, isKnown);
}

const which = ({ deliveryTag, multiple }: Settling): { tag: number; multiple: boolean } => ({
  tag: Number(deliveryTag),
  multiple,
});

function mustBeKnown({ deliveryTag }: Settling, isKnown: boolean): void {
  if (!isKnown) throw new ChannelError('PRECONDITION_FAILED', `unknown delivery tag ${deliveryTag}`);
}

export function recover({ client, channel }: Context, args: MethodArgs<'basic.recover'>, isAsync: boolean): void {
  if (!args.requeue) throw new ConnectionError('NOT_IMPLEMENTED', 'requeue=false');
  channel.giveBack();
  if (!isAsync) client.send(channel.number, 'basic.recover-ok', {});
}
