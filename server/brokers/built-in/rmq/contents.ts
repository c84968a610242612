import type { BrokerContents } from '#shared/brokerContents.ts';
import { brokerTable } from '#shared/brokerTable.ts';

/** What one queue holds. */
export interface QueueContents {
  readonly name: string;
  readonly ready: number;
  /** Somebody has them, and has not acknowledged them. */
  readonly unacked: number;
  readonly consumers: number;
}

export function rabbitContents(queues: readonly QueueContents[]): BrokerContents {
  const rows = queues.map(({ name, ready, unacked, consumers }) => [name, ready, unacked, consumers]);
  return { tables: [brokerTable('Queues', ['queue', 'ready', 'unacked', 'consumers'], rows)] };
}
