// Answers without a queue: who asks consumes from `amq.rabbitmq.reply-to`, and gives that name as `replyTo`. The broker makes
// it `amq.rabbitmq.reply-to.<key>`, and what is published to that goes straight to the channel that asked.
import { randomBytes } from 'node:crypto';
import type { Message } from '../model/message.ts';
import type { Properties } from '../wire/properties.ts';
import { ChannelError } from '../wire/protocolError.ts';
import type { Context } from './context.ts';

export const answerQueue = 'amq.rabbitmq.reply-to';

export function consumeAnswers({ host, client, channel }: Context, consumerTag: string, noAck: boolean): void {
  if (!noAck) throw new ChannelError('PRECONDITION_FAILED', 'reply consumer cannot acknowledge');
  if (channel.answers !== undefined) throw new ChannelError('PRECONDITION_FAILED', 'reply consumer already set');
  const key = randomBytes(18).toString('base64url');
  channel.answers = { key, consumerTag };
  host.answers.set(key, (message) => {
    const { exchange, routingKey } = message;
    const args = { consumerTag, deliveryTag: BigInt(channel.nextTag()), redelivered: false, exchange, routingKey };
    client.sendContent(channel.number, { name: 'basic.deliver', args, content: message });
  });
}

/** The properties with a `replyTo` that leads back to this channel. */
export function withAnswers({ channel }: Context, properties: Properties): Properties {
  if (properties.replyTo !== answerQueue) return properties;
  if (channel.answers === undefined) {
    throw new ChannelError('PRECONDITION_FAILED', 'fast reply consumer does not exist');
  }
  return { ...properties, replyTo: `${answerQueue}.${channel.answers.key}` };
}

/** Whether the message is an answer; then whoever waits for it has it now. */
export function deliverAnswer({ host }: Context, message: Message): 'none' | 'delivered' | 'nobody' {
  if (message.exchange !== '' || !message.routingKey.startsWith(`${answerQueue}.`)) return 'none';
  const deliver = host.answers.get(message.routingKey.slice(answerQueue.length + 1));
  if (deliver === undefined) return 'nobody';
  deliver(message);
  return 'delivered';
}
