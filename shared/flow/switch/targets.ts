import type { Listener, Transport } from '../../transports/transport.ts';

/** The transports that messages and events travel by; a service's routes stay http. */
export type MessageTransport = Exclude<Transport, 'http'>;
export type MessageListener = Exclude<Listener, { transport: 'http' }>;

/**
 * What switching from and to a transport needs to know: how people write it, and who of several replicas gets a message: `one`
 * of them, `all`, or `either`, as its listener says.
 */
export const messageTransports = {
  tcp: { label: 'TCP', reaches: 'one' },
  redis: { label: 'Redis', reaches: 'all' },
  nats: { label: 'NATS', reaches: 'either' },
  kafka: { label: 'Kafka', reaches: 'one' },
  grpc: { label: 'gRPC', reaches: 'one' },
  mqtt: { label: 'MQTT', reaches: 'either' },
  rmq: { label: 'RabbitMQ', reaches: 'one' },
} as const satisfies Record<MessageTransport, { label: string; reaches: 'one' | 'all' | 'either' }>;

export const isMessageListener = (listener: Listener): listener is MessageListener => listener.transport !== 'http';

export interface NewListener {
  /** The name of the listening service: what its replicas share messages under, where the transport asks for a name. */
  service: string;
  /** The broker's id; a transport without a broker does not read it. */
  broker: string;
  /** Whether one of the replicas shall get each message, rather than every one, where that can be chosen. */
  isShared: boolean;
}

/** A listener of that transport which is as near as can be to what was asked for. */
export function newListener(transport: MessageTransport, { service, broker, isShared }: NewListener): MessageListener {
  switch (transport) {
    case 'tcp':
    case 'grpc':
      return { transport };
    case 'redis':
    case 'kafka':
      return { transport, broker };
    case 'nats':
      return { transport, broker, ...(isShared ? { queue: oneWord(service) } : {}) };
    case 'mqtt':
      return { transport, broker, ...(isShared ? { group: oneWord(service) } : {}) };
    case 'rmq':
      // By topics each message finds its service by its pattern, as it does over the others.
      return { transport, broker, queue: oneWord(service), exchange: 'topic' };
  }
}

/** Whether one of the replicas gets each message, rather than every one. */
export function isSharing(listener: MessageListener): boolean {
  switch (listener.transport) {
    case 'tcp':
    // Its replicas are one group.
    case 'kafka':
    case 'grpc':
      return true;
    case 'redis':
      return false;
    case 'nats':
      return listener.queue !== undefined;
    case 'mqtt':
      return listener.group !== undefined;
    case 'rmq':
      return true;
  }
}

/** Settings of a listener that another transport has no place for, in words. */
export function ownSettings(listener: MessageListener): string[] {
  switch (listener.transport) {
    case 'tcp':
    case 'grpc':
      return [
        ...(listener.port === undefined ? [] : [`port ${listener.port}`]),
        ...(listener.transport === 'tcp' && listener.tls === true ? ['TLS'] : []),
        ...(listener.transport === 'tcp' && listener.noDelay === false ? ['its Nagle algorithm'] : []),
        ...(listener.registry === undefined ? [] : [registrySetting(listener.registry)]),
      ];
    case 'redis':
      return [];
    case 'nats':
      return listener.queue === undefined ? [] : [`queue group ${listener.queue}`];
    case 'kafka':
      return [
        ...(listener.groupId === undefined ? [] : [`consumer group ${listener.groupId}`]),
        ...(listener.partitions === undefined ? [] : [`${listener.partitions} partitions`]),
        ...(listener.fromBeginning === false ? ['reading from the end'] : []),
      ];
    case 'mqtt':
      return [
        ...(listener.group === undefined ? [] : [`group ${listener.group}`]),
        ...(listener.qos === undefined ? [] : [`QoS ${listener.qos}`]),
      ];
    case 'rmq':
      return rmqSettings(listener);
  }
}

/** Its replicas take turns with the messages of each wire. */
export const registrySetting = (registry: string): string => `turns among its replicas by registry ${registry}`;

function rmqSettings(listener: Extract<MessageListener, { transport: 'rmq' }>): string[] {
  const { queue, durable, noAck, prefetch, deadLetterQueue } = listener;
  return [
    ...(queue === undefined ? [] : [`queue ${queue}`]),
    ...(durable === false ? ['not durable'] : []),
    ...(noAck === false ? ['acknowledgements'] : []),
    ...(prefetch === undefined ? [] : [`prefetch ${prefetch}`]),
    ...(deadLetterQueue === undefined ? [] : [`dead letters to ${deadLetterQueue}`]),
  ];
}

/** The name of a service as that of a queue or group: one plain word. */
const oneWord = (name: string): string => name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64);
