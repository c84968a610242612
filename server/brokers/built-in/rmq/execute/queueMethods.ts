import { randomBytes } from 'node:crypto';
import type { Queue } from '../model/queue.ts';
import type { MethodArgs } from '../wire/methods.ts';
import { ChannelError } from '../wire/protocolError.ts';
import { findExchange, findQueue, mustBeOurs, mustNotBeDefault, queueName, type Context } from './context.ts';
import { mustBeEquivalent } from './equivalence.ts';
import { answerQueue } from './answers.ts';

const compared = [
  'x-expires',
  'x-message-ttl',
  'x-dead-letter-exchange',
  'x-dead-letter-routing-key',
  'x-max-length',
  'x-max-length-bytes',
  'x-overflow',
];

export function declareQueue(context: Context, args: MethodArgs<'queue.declare'>): void {
  const { client, channel } = context;
  const found = args.passive ? findDeclared(context, args.queue) : declare(context, args);
  if (found !== undefined) {
    found.used();
    channel.lastQueue = found.name;
  }
  if (args.noWait) return;
  const [messages, consumers] = [found?.length ?? 0, found?.consumers.length ?? 0];
  client.send(channel.number, 'queue.declare-ok', { queue: found?.name ?? args.queue, messages, consumers });
}

/** Undefined for the names of answers, which are no queues and can be asked for all the same. */
function findDeclared(context: Context, named: string): Queue | undefined {
  if (!named.startsWith(answerQueue)) return findQueue(context, named);
  const key = named.slice(answerQueue.length + 1);
  if (named === answerQueue || context.host.answers.has(key)) return undefined;
  throw new ChannelError('NOT_FOUND', `no queue '${named}' in vhost '/'`);
}

function declare(context: Context, args: MethodArgs<'queue.declare'>): Queue {
  const { durable, autoDelete, exclusive, arguments: fields } = args;
  const name = args.queue === '' ? `amq.gen-${randomBytes(16).toString('base64url')}` : args.queue;
  const there = context.host.queues.get(name);
  if (there === undefined) {
    if (args.queue.startsWith('amq.')) {
      throw new ChannelError('ACCESS_REFUSED', `queue name '${name}' contains reserved prefix 'amq.*'`);
    }
    const owner = exclusive ? context.client : undefined;
    return context.host.addQueue({ name, durable, autoDelete, exclusive, arguments: fields }, owner);
  }
  mustBeOurs(context, there);
  const { options: is } = there;
  const what = `queue '${name}' in vhost '/'`;
  mustBeEquivalent(
    { what, flags: { durable, exclusive, auto_delete: autoDelete }, arguments: fields, compared },
    {
      flags: { durable: is.durable, exclusive: is.exclusive, auto_delete: is.autoDelete },
      arguments: is.arguments,
    },
  );
  return there;
}

export function bindQueue(context: Context, args: MethodArgs<'queue.bind'>): void {
  const { host, client, channel } = context;
  mustNotBeDefault(args.exchange);
  const queue = findQueue(context, args.queue);
  const exchange = findExchange(context, args.exchange);
  // Neither named: the last queue is bound by its own name.
  const routingKey = args.queue === '' && args.routingKey === '' ? queue.name : args.routingKey;
  host.bind(exchange, { queue: queue.name, routingKey, arguments: args.arguments });
  if (!args.noWait) client.send(channel.number, 'queue.bind-ok', {});
}

export function unbindQueue(context: Context, args: MethodArgs<'queue.unbind'>): void {
  mustNotBeDefault(args.exchange);
  const queue = context.host.queues.get(queueName(context, args.queue));
  const exchange = context.host.exchanges.get(args.exchange);
  if (queue !== undefined && exchange !== undefined) {
    mustBeOurs(context, queue);
    context.host.unbind(exchange, { queue: queue.name, routingKey: args.routingKey, arguments: args.arguments });
  }
  context.client.send(context.channel.number, 'queue.unbind-ok', {});
}

export function purgeQueue(context: Context, args: MethodArgs<'queue.purge'>): void {
  const messages = findQueue(context, args.queue).purge();
  if (!args.noWait) context.client.send(context.channel.number, 'queue.purge-ok', { messages });
}

export function deleteQueue(context: Context, args: MethodArgs<'queue.delete'>): void {
  const { host, client, channel } = context;
  const name = queueName(context, args.queue);
  const queue = host.queues.get(name);
  const messages = queue?.length ?? 0;
  if (queue !== undefined) {
    mustBeOurs(context, queue);
    const refuse = (why: string): ChannelError =>
      new ChannelError('PRECONDITION_FAILED', `queue '${name}' in vhost '/' ${why}`);
    if (args.ifUnused && queue.consumers.length > 0) throw refuse('in use');
    if (args.ifEmpty && messages > 0) throw refuse('is not empty');
    host.deleteQueue(queue);
  }
  if (!args.noWait) client.send(channel.number, 'queue.delete-ok', { messages });
}
