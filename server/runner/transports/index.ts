import type { Transport } from '#shared/transports/transport.ts';
import { makeGrpcListener } from './grpc.ts';
import { makeHttpListener } from './http.ts';
import { makeKafkaListener } from './kafka.ts';
import { makeMqttListener } from './mqtt.ts';
import { makeNatsListener } from './nats.ts';
import { makeRedisListener } from './redis.ts';
import { makeRmqListener } from './rmq.ts';
import type { MakeListener } from './serviceListener.ts';
import { makeTcpListener } from './tcp.ts';

/** Every transport a listener can have; the closed list. */
export const makeListener = {
  http: makeHttpListener,
  tcp: makeTcpListener,
  redis: makeRedisListener,
  nats: makeNatsListener,
  kafka: makeKafkaListener,
  grpc: makeGrpcListener,
  mqtt: makeMqttListener,
  rmq: makeRmqListener,
} satisfies Record<Transport, MakeListener>;
