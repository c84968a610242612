import type { BrokerAddress } from '#shared/ipc.ts';
import type { amqplib, manager } from './rmqPackage.ts';

const retryS = 0.3;
const heartbeatS = 5;

/** Where and how NestJS's client and server of RabbitMQ connect. */
export const rmqConnectionOptions = ({ host, port, username = 'guest', password = 'guest' }: BrokerAddress) => ({
  urls: [`amqp://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${host}:${port}`],
  socketOptions: { reconnectTimeInSeconds: retryS, heartbeatIntervalInSeconds: heartbeatS },
});

type Manager = manager.AmqpConnectionManager;
type Wrapper = manager.ChannelWrapper;

/**
 * Watches the channels that are made from now on. One whose set-up the broker refuses would throw where nobody listens, and
 * stay closed until the connection is another one.
 */
export function watchChannels(connections: Manager, onRefused: (error: Error) => void): void {
  const create = connections.createChannel.bind(connections);
  connections.createChannel = (options): Wrapper => {
    const wrapper = create(options);
    wrapper.on('error', (error: Error) => onRefused(error));
    return wrapper;
  };
}

/** As the end of a process closes it: at once, whatever the broker does. */
export function cutConnection(connections: Manager | null): void {
  if (connections === null) return;
  const open: amqplib.ChannelModel | undefined = connections.connection;
  // Its closing is not waited for, and nobody is left to hear why it does not go well.
  open?.on('error', () => undefined);
  void connections.close().catch(() => undefined);
  (open?.connection as { stream?: { destroy(): void } } | undefined)?.stream?.destroy();
}
