import type { Exchange } from '../model/exchange.ts';
import type { Message } from '../model/message.ts';
import type { MethodArgs } from '../wire/methods.ts';
import { readHeader, type Properties } from '../wire/properties.ts';
import { ChannelError, ConnectionError } from '../wire/protocolError.ts';
import { deliverAnswer, withAnswers } from './answers.ts';
import { findExchange, type Context } from './context.ts';

/** A message in three parts: the method, the header that says how long it is, and its body in any number of frames. */
export function beginPublish({ channel, client }: Context, to: MethodArgs<'basic.publish'>): void {
  if (to.immediate) throw new ConnectionError('NOT_IMPLEMENTED', 'immediate=true');
  client.hasPublished = true;
  channel.publishing = { to, received: 0 };
}

export function takeHeader(context: Context, payload: Buffer): void {
  const { channel, host, limits } = context;
  const { publishing } = channel;
  if (publishing === undefined || publishing.body !== undefined) throw unexpected('header');
  const { bodyBytes, properties } = readHeader(payload);
  if (bodyBytes > limits.messageBytes) {
    const text = `message size ${bodyBytes} is larger than configured max size ${limits.messageBytes}`;
    throw new ChannelError('PRECONDITION_FAILED', text);
  }
  publishing.properties = properties;
  publishing.body = Buffer.allocUnsafe(bodyBytes);
  host.held(bodyBytes);
  if (host.isOverfull) throw new ConnectionError('RESOURCE_ERROR', 'the built-in broker holds all that it may');
  if (bodyBytes === 0) finish(context);
}

export function takeBody(context: Context, payload: Buffer): void {
  const { publishing } = context.channel;
  if (publishing?.body === undefined) throw unexpected('body');
  if (publishing.received + payload.length > publishing.body.length) {
    throw new ConnectionError('FRAME_ERROR', 'more body than the header has announced');
  }
  publishing.received += payload.copy(publishing.body, publishing.received);
  if (publishing.received === publishing.body.length) finish(context);
}

const unexpected = (what: string): ConnectionError =>
  new ConnectionError('UNEXPECTED_FRAME', `expected method frame, got ${what} frame instead`);

function finish(context: Context): void {
  const { channel, client, host } = context;
  const { to, properties = {}, body = Buffer.alloc(0) } = channel.publishing ?? {};
  if (to === undefined) return;
  const exchange = findExchange(context, to.exchange);
  check(exchange, properties);
  const message: Message = {
    exchange: to.exchange,
    routingKey: to.routingKey,
    properties: withAnswers(context, properties),
    body,
  };
  const number = channel.confirming === undefined ? undefined : channel.confirming + 1;
  channel.confirming = number;
  const answer = deliverAnswer(context, message);
  const { queues, isRefused } =
    answer === 'none' ? host.publish(exchange, message) : { queues: answer === 'delivered' ? 1 : 0, isRefused: false };
  // Not before: for a moment there would seem to be room.
  channel.endPublishing();
  if (queues === 0 && to.mandatory) {
    const args = { code: 312, text: 'NO_ROUTE', exchange: to.exchange, routingKey: to.routingKey };
    client.sendContent(channel.number, { name: 'basic.return', args, content: message });
  }
  if (number === undefined) return;
  const confirmation = { deliveryTag: BigInt(number), multiple: false };
  if (isRefused) client.send(channel.number, 'basic.nack', { ...confirmation, requeue: false });
  else client.send(channel.number, 'basic.ack', confirmation);
}

function check({ options: { name, internal } }: Exchange, { expiration, userId }: Properties): void {
  if (internal) throw new ChannelError('ACCESS_REFUSED', `cannot publish to internal exchange '${name}' in vhost '/'`);
  if (expiration !== undefined && !/^\d{1,10}$/.test(expiration)) {
    throw new ChannelError('PRECONDITION_FAILED', `invalid expiration '${expiration}': no_integer`);
  }
  if (userId !== undefined && userId !== 'guest') {
    const text = `user_id property set to '${userId}' but authenticated user was 'guest'`;
    throw new ChannelError('PRECONDITION_FAILED', text);
  }
}
