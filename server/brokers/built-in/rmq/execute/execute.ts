import type { Method, MethodArgs, MethodName } from '../wire/methods.ts';
import { ConnectionError } from '../wire/protocolError.ts';
import { acknowledge, cancel, consume, getOne, recover, refuse, setPrefetch } from './basicMethods.ts';
import type { Context } from './context.ts';
import { declareExchange, deleteExchange } from './exchangeMethods.ts';
import { beginPublish } from './publish.ts';
import { bindQueue, declareQueue, deleteQueue, purgeQueue, unbindQueue } from './queueMethods.ts';

/** What a client can ask for on a channel that is open. */
const acts: { readonly [N in MethodName]?: (context: Context, args: MethodArgs<N>) => void } = {
  'exchange.declare': declareExchange,
  'exchange.delete': deleteExchange,
  'queue.declare': declareQueue,
  'queue.bind': bindQueue,
  'queue.unbind': unbindQueue,
  'queue.purge': purgeQueue,
  'queue.delete': deleteQueue,
  'basic.qos': setPrefetch,
  'basic.consume': consume,
  'basic.cancel': cancel,
  // The client's word that it has heard of the end of its consumer.
  'basic.cancel-ok': () => undefined,
  'basic.publish': beginPublish,
  'basic.get': getOne,
  'basic.ack': acknowledge,
  'basic.nack': refuse,
  'basic.reject': (context, args) => refuse(context, { ...args, multiple: false }),
  'basic.recover': (context, args) => recover(context, args, false),
  'basic.recover-async': (context, args) => recover(context, args, true),
  'confirm.select': ({ channel, client }, { noWait }) => {
    channel.confirming ??= 0;
    if (!noWait) client.send(channel.number, 'confirm.select-ok', {});
  },
  'channel.flow': ({ channel, client }, { active }) => {
    if (!active) throw new ConnectionError('NOT_IMPLEMENTED', 'active=false');
    client.send(channel.number, 'channel.flow-ok', { active: true });
  },
  'channel.open': () => {
    throw new ConnectionError('CHANNEL_ERROR', "second 'channel.open' seen");
  },
  'tx.select': () => {
    throw new ConnectionError('NOT_IMPLEMENTED', 'the built-in broker has no transactions');
  },
};

/** Carries out one method on an open channel. A ChannelError ends the channel, a ConnectionError the connection. */
export function execute(context: Context, { name, args }: Method): void {
  const act = acts[name] as ((context: Context, args: Method['args']) => void) | undefined;
  if (act === undefined) throw new ConnectionError('COMMAND_INVALID', `'${name}' is not for a client to say here`);
  act(context, args);
}
