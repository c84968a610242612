import type { Properties } from '../wire/properties.ts';
import { overheadBytes } from '../limits.ts';

/** A published message. One object for all queues that hold it: nobody changes it. */
export interface Message {
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: Properties;
  readonly body: Buffer;
}

/** A message in one queue. */
export interface Entry {
  readonly message: Message;
  /** Its place in the queue: what is given back takes its old one again. */
  readonly position: number;
  /** Somebody may have seen it already. */
  redelivered: boolean;
  readonly expiresAtMs?: number | undefined;
  /** It has to outlive the broker. */
  readonly isKept: boolean;
}

const persistent = 2;

export const isPersistent = ({ properties }: Message): boolean => properties.deliveryMode === persistent;

/** What it costs to hold; headers are counted roughly. */
export const costOf = ({ body, routingKey, properties }: Message): number =>
  overheadBytes + body.length + routingKey.length + 64 * (properties.headers?.size ?? 0);
