import type { Channel } from '../channel.ts';
import type { Client } from '../client.ts';
import type { Limits } from '../limits.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Queue } from '../model/queue.ts';
import type { VirtualHost } from '../model/virtualHost.ts';
import { ChannelError } from '../wire/protocolError.ts';

/** What a method on a channel works on. */
export interface Context {
  readonly host: VirtualHost;
  readonly client: Client;
  readonly channel: Channel;
  readonly limits: Limits;
}

export const queueName = ({ channel }: Context, named: string): string => (named === '' ? channel.lastQueue : named);

/** The queue, unless there is none or another connection has it for itself. */
export function findQueue(context: Context, named: string): Queue {
  const name = queueName(context, named);
  const queue = context.host.queues.get(name);
  if (queue === undefined) throw new ChannelError('NOT_FOUND', `no queue '${name}' in vhost '/'`);
  mustBeOurs(context, queue);
  return queue;
}

export function mustBeOurs({ client }: Context, queue: Queue): void {
  if (queue.owner === undefined || queue.owner === client) return;
  const why =
    'It could be originally declared on another connection or the exclusive property value does not match that of the original declaration.';
  const text = `cannot obtain exclusive access to locked queue '${queue.name}' in vhost '/'. ${why}`;
  throw new ChannelError('RESOURCE_LOCKED', text);
}

export function findExchange({ host }: Context, name: string): Exchange {
  const exchange = host.exchanges.get(name);
  if (exchange === undefined) throw new ChannelError('NOT_FOUND', `no exchange '${name}' in vhost '/'`);
  return exchange;
}

/** The default exchange is bound to every queue by its name, and nobody can change that. */
export function mustNotBeDefault(name: string): void {
  if (name === '') throw new ChannelError('ACCESS_REFUSED', 'operation not permitted on the default exchange');
}
