import type { Transport } from '#shared/transports/transport.ts';
import type { MakeListener } from './serviceListener.ts';

/**
 * Every transport a listener can have; the closed list. Each comes with its driver when a flow first has it: all of them
 * together are most of what a runner would have to load before it can do anything.
 */
export const listenerMakers = {
  http: async () => (await import('./http.ts')).makeHttpListener,
  tcp: async () => (await import('./tcp.ts')).makeTcpListener,
  redis: async () => (await import('./redis.ts')).makeRedisListener,
  nats: async () => (await import('./nats.ts')).makeNatsListener,
  kafka: async () => (await import('./kafka.ts')).makeKafkaListener,
  grpc: async () => (await import('./grpc.ts')).makeGrpcListener,
  mqtt: async () => (await import('./mqtt.ts')).makeMqttListener,
  rmq: async () => (await import('./rmq.ts')).makeRmqListener,
} satisfies Record<Transport, () => Promise<MakeListener>>;
