import type { ClientWatch } from './clientWatch.ts';
import { TracedKafkaClient } from './kafkaClient.ts';
import { TracedGrpcClient } from './grpcClient.ts';
import { TracedMqttClient } from './mqttClient.ts';
import { TracedNatsClient } from './natsClient.ts';
import { TracedRmqClient } from './rmqClient.ts';
import { TracedRedisClient } from './redisClient.ts';
import { TracedTcpClient, type ClientTls } from './tcpClient.ts';
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

/** NestJS's client for what a wire leads to; it connects to the link before it. */
export function makeClient(
  target: WireTarget,
  { port, certs, onTlsError }: ClientWay,
  watch: ClientWatch,
): TracedClient {
  switch (target.transport) {
    case 'tcp':
      return new TracedTcpClient(port, watch, tlsFor(target, { certs, onTlsError }));
    case 'grpc':
      return new TracedGrpcClient(target.contract, port, watch);
    case 'redis':
      // ioredis keeps its port. Links to brokers do too, save for the time that a `down` fault takes it away.
      return new TracedRedisClient({ ...target.address, host: '127.0.0.1', port: port() }, watch);
    case 'nats':
      // As for Redis.
      return new TracedNatsClient({ ...target.address, host: '127.0.0.1', port: port() }, watch);
    case 'kafka':
      return new TracedKafkaClient(target.address, port, watch);
    case 'mqtt':
      // As for Redis.
      return new TracedMqttClient({ ...target.address, qos: target.qos ?? 0, host: '127.0.0.1', port: port() }, watch);
    case 'rmq':
      return new TracedRmqClient({ ...target.address, host: '127.0.0.1', port: port() }, target.route, watch);
  }
}

/** With no certificate of its own choice a client trusts those of the authorities that Node knows, and no self-signed one. */
function tlsFor(target: WireTarget, { certs, onTlsError }: Omit<ClientWay, 'port'>): ClientTls | undefined {
  if (!('service' in target) || target.transport !== 'tcp' || target.tls === undefined) return undefined;
  return { ca: () => (target.tls === 'trusted' ? certs() : undefined), onError: onTlsError };
}
