import { exchangeTypes } from '../model/exchange.ts';
import type { MethodArgs } from '../wire/methods.ts';
import { ChannelError, ConnectionError } from '../wire/protocolError.ts';
import { findExchange, mustNotBeDefault, type Context } from './context.ts';
import { mustBeEquivalent } from './equivalence.ts';

export function declareExchange(context: Context, args: MethodArgs<'exchange.declare'>): void {
  const { exchange: name, passive, noWait } = args;
  if (passive) findExchange(context, name);
  else declare(context, args);
  if (!noWait) context.client.send(context.channel.number, 'exchange.declare-ok', {});
}

function declare(context: Context, args: MethodArgs<'exchange.declare'>): void {
  const { exchange: name, durable, autoDelete, internal } = args;
  const type = exchangeTypes.find((one) => one === args.type);
  if (type === undefined) throw new ConnectionError('COMMAND_INVALID', `unknown exchange type '${args.type}'`);
  mustNotBeDefault(name);
  const there = context.host.exchanges.get(name)?.options;
  if (there !== undefined) {
    const what = `exchange '${name}' in vhost '/'`;
    const { autoDelete: isAutoDelete, ...is } = there;
    const flags = { type, durable, auto_delete: autoDelete, internal };
    const current = { type: is.type, durable: is.durable, auto_delete: isAutoDelete, internal: is.internal };
    return mustBeEquivalent(
      { what, flags, arguments: args.arguments, compared: ['alternate-exchange'] },
      { flags: current, arguments: is.arguments },
    );
  }
  if (name.startsWith('amq.')) {
    throw new ChannelError('ACCESS_REFUSED', `exchange name '${name}' contains reserved prefix 'amq.*'`);
  }
  context.host.addExchange({ name, type, durable, autoDelete, internal, arguments: args.arguments });
}

export function deleteExchange(
  context: Context,
  { exchange: name, ifUnused, noWait }: MethodArgs<'exchange.delete'>,
): void {
  mustNotBeDefault(name);
  if (name.startsWith('amq.')) {
    throw new ChannelError('ACCESS_REFUSED', `exchange name '${name}' contains reserved prefix 'amq.*'`);
  }
  const exchange = context.host.exchanges.get(name);
  if (exchange !== undefined) {
    if (ifUnused && exchange.isUsed) {
      throw new ChannelError('PRECONDITION_FAILED', `exchange '${name}' in vhost '/' in use`);
    }
    context.host.deleteExchange(exchange);
  }
  if (!noWait) context.client.send(context.channel.number, 'exchange.delete-ok', {});
}
