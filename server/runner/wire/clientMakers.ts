import type { BrokerAddress } from '#shared/ipc.ts';
import type { ClientWatch } from './clientWatch.ts';
import type { TracedGrpcClient } from './grpcClient.ts';
import type { TracedKafkaClient } from './kafkaClient.ts';
import type { TracedMqttClient } from './mqttClient.ts';
import type { TracedNatsClient } from './natsClient.ts';
import type { TracedRedisClient } from './redisClient.ts';
import type { TracedRmqClient } from './rmqClient.ts';
import type { ClientTls, TracedTcpClient } from './tcpClient.ts';
import type { WireTarget } from './wireEnd.ts';

export type TracedClient =
  | TracedTcpClient
  | TracedRedisClient
  | TracedNatsClient
  | TracedKafkaClient
  | TracedGrpcClient
  | TracedMqttClient
  | TracedRmqClient;

/** How a client gets there. */
export interface ClientWay {
  /** Of the link before it. */
  port: () => number;
  /** Certificates of those that it may connect to, as PEM. */
  certs: () => string[];
  /** TLS could not be agreed upon. */
  onTlsError: (why: string) => void;
}

type MakeClient = (way: ClientWay, watch: ClientWatch) => TracedClient;

/**
 * What makes NestJS's client for what a wire leads to; it connects to the link before it. The driver is loaded with the
 * first wire that needs it.
 */
export async function clientMaker(target: WireTarget): Promise<MakeClient> {
  switch (target.transport) {
    case 'tcp': {
      const { TracedTcpClient } = await import('./tcpClient.ts');
      return (way, watch) => new TracedTcpClient(way.port, watch, tlsFor(target, way));
    }
    case 'grpc': {
      const { TracedGrpcClient } = await import('./grpcClient.ts');
      return ({ port }, watch) => new TracedGrpcClient(target.contract, port, watch);
    }
    case 'redis': {
      const { TracedRedisClient } = await import('./redisClient.ts');
      // ioredis keeps its port. Links to brokers do too, save for the time that a `down` fault takes it away.
      return ({ port }, watch) => new TracedRedisClient(throughLink(target.address, port), watch);
    }
    case 'nats': {
      const { TracedNatsClient } = await import('./natsClient.ts');
      // As for Redis.
      return ({ port }, watch) => new TracedNatsClient(throughLink(target.address, port), watch);
    }
    case 'kafka': {
      const { TracedKafkaClient } = await import('./kafkaClient.ts');
      return ({ port }, watch) => new TracedKafkaClient(target.address, port, watch);
    }
    case 'mqtt': {
      const { TracedMqttClient } = await import('./mqttClient.ts');
      // As for Redis.
      return ({ port }, watch) =>
        new TracedMqttClient({ ...throughLink(target.address, port), qos: target.qos ?? 0 }, watch);
    }
    case 'rmq': {
      const { TracedRmqClient } = await import('./rmqClient.ts');
      return ({ port }, watch) => new TracedRmqClient(throughLink(target.address, port), target.route, watch);
    }
  }
}

const throughLink = (address: BrokerAddress, port: () => number): BrokerAddress => ({
  ...address,
  host: '127.0.0.1',
  port: port(),
});

/** With no certificate of its own choice a client trusts those of the authorities that Node knows, and no self-signed one. */
function tlsFor(target: WireTarget, { certs, onTlsError }: ClientWay): ClientTls | undefined {
  if (!('service' in target) || target.transport !== 'tcp' || target.tls === undefined) return undefined;
  return { ca: () => (target.tls === 'trusted' ? certs() : undefined), onError: onTlsError };
}
