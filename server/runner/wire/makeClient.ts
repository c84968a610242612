import type { ClientWatch } from './clientWatch.ts';
import { TracedKafkaClient } from './kafkaClient.ts';
import { TracedGrpcClient } from './grpcClient.ts';
import { TracedMqttClient } from './mqttClient.ts';
import { TracedNatsClient } from './natsClient.ts';
import { TracedRmqClient } from './rmqClient.ts';
import { TracedRedisClient } from './redisClient.ts';
import { TracedTcpClient } from './tcpClient.ts';
import type { WireTarget } from './wireEnd.ts';

export type TracedClient =
  | TracedTcpClient
  | TracedRedisClient
  | TracedNatsClient
  | TracedKafkaClient
  | TracedGrpcClient
  | TracedMqttClient
  | TracedRmqClient;

/** NestJS's client for what a wire leads to; it connects to the link on this port. */
export function makeClient(target: WireTarget, port: () => number, watch: ClientWatch): TracedClient {
  switch (target.transport) {
    case 'tcp':
      return new TracedTcpClient(port, watch);
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
