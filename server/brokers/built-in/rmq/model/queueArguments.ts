import { integerOf, textOf, type FieldTable } from '../wire/field.ts';
import { ChannelError } from '../wire/protocolError.ts';

/** What the arguments of a queue ask for; times in ms. */
export interface QueueArguments {
  readonly messageTtl?: number | undefined;
  /** It goes when nobody has used it for so long. */
  readonly expires?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly overflow: 'drop-head' | 'reject-publish' | 'reject-publish-dlx';
  readonly deadLetterExchange?: string | undefined;
  readonly deadLetterKey?: string | undefined;
}

const overflows = ['drop-head', 'reject-publish', 'reject-publish-dlx'] as const;

/** Throws what RabbitMQ answers a queue with that cannot be. */
export function readQueueArguments(queue: string, fields: FieldTable): QueueArguments {
  const refuse = (name: string, why: string): ChannelError =>
    new ChannelError('PRECONDITION_FAILED', `invalid arg '${name}' for queue '${queue}' in vhost '/': ${why}`);
  const integer = (name: string, least: number): number | undefined => {
    if (!fields.has(name)) return undefined;
    const value = integerOf(fields.get(name));
    if (value === undefined) throw refuse(name, 'unacceptable_type');
    if (value < least) throw refuse(name, `{value_${value < 0 ? 'negative' : 'zero'},${value}}`);
    return value;
  };
  const word = (name: string): string | undefined => {
    if (!fields.has(name)) return undefined;
    const value = textOf(fields.get(name));
    if (value === undefined) throw refuse(name, 'unacceptable_type');
    return value;
  };
  const type = word('x-queue-type') ?? 'classic';
  if (type !== 'classic') throw refuse('x-queue-type', 'the built-in broker has classic queues only');
  if (fields.has('x-max-priority')) throw refuse('x-max-priority', 'the built-in broker has no priorities');
  const overflow = word('x-overflow') ?? 'drop-head';
  const known = overflows.find((one) => one === overflow);
  if (known === undefined) throw refuse('x-overflow', 'invalid_overflow');
  const deadLetterKey = word('x-dead-letter-routing-key');
  const deadLetterExchange = word('x-dead-letter-exchange');
  if (deadLetterKey !== undefined && deadLetterExchange === undefined) {
    throw refuse('x-dead-letter-routing-key', 'routing_key_but_no_dlx_defined');
  }
  return {
    messageTtl: integer('x-message-ttl', 0),
    expires: integer('x-expires', 1),
    maxLength: integer('x-max-length', 0),
    maxBytes: integer('x-max-length-bytes', 0),
    overflow: known,
    deadLetterExchange,
    deadLetterKey,
  };
}
