import { messageTransports, type MessageTransport } from '../flow/switch/targets.ts';

/** One column of the table of truth: a transport, and who of several replicas gets a message. */
export interface TruthColumn {
  /** `nats`, or `nats-shared` where replicas can also share. */
  id: string;
  label: string;
  transport: MessageTransport;
  isShared: boolean;
  /** RabbitMQ: the wire names the queue; else messages find their queues by topics. */
  isQueue?: true;
  /** RabbitMQ: `noAck: false` and `prefetch: 1`, so that a message counts as delivered when it has been handled. */
  isAcked?: true;
}

/** Every transport as it is by default, and once more with shared messages where its listeners have a setting for that. */
export const truthColumns: readonly TruthColumn[] = (Object.keys(messageTransports) as MessageTransport[]).flatMap(
  (transport): TruthColumn[] => {
    const { label, reaches } = messageTransports[transport];
    const plain = { id: transport, label, transport, isShared: reaches === 'one' };
    if (transport === 'rmq')
      return [
        { ...plain, id: 'rmq-queue', label: `${label}, one queue`, isQueue: true },
        { ...plain, id: 'rmq-acked', label: `${label}, acknowledged`, isQueue: true, isAcked: true },
        { ...plain, label: `${label}, topics` },
      ];
    if (reaches !== 'either') return [plain];
    return [plain, { id: `${transport}-shared`, label: `${label}, shared`, transport, isShared: true }];
  },
);
