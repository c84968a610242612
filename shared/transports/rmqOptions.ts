// Options that caller and listener have to give alike: RabbitMQ refuses a queue that is declared otherwise than it is (406).

/** NestJS's own default. */
export const defaultQueue = 'default';
/** The exchange that patterns are published to and queues are bound to, where a listener asks for topics. */
export const topicExchange = 'topics';

/** How a queue is declared. */
export interface RmqQueue {
  readonly queue: string;
  readonly durable: boolean;
  readonly deadLetterQueue?: string | undefined;
}

/** `queueOptions` of NestJS. A message that is given up goes by the default exchange to the queue of that name. */
export function rmqQueueOptions({ durable, deadLetterQueue }: RmqQueue): {
  durable: boolean;
  arguments?: Record<string, string>;
} {
  if (deadLetterQueue === undefined) return { durable };
  return {
    durable,
    arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': deadLetterQueue },
  };
}
