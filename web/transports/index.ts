import type { Transport } from '#shared/transports/transport.ts';
import { grpcLook } from './grpc.ts';
import { httpLook } from './http.ts';
import { kafkaLook } from './kafka.ts';
import type { TransportLook } from './look.ts';
import { mqttLook } from './mqtt.ts';
import { natsLook } from './nats.ts';
import { redisLook } from './redis.ts';
import { rmqLook } from './rmq.ts';
import { tcpLook } from './tcp.ts';

export const transportLooks = {
  http: httpLook,
  tcp: tcpLook,
  redis: redisLook,
  nats: natsLook,
  kafka: kafkaLook,
  grpc: grpcLook,
  mqtt: mqttLook,
  rmq: rmqLook,
} satisfies Record<Transport, TransportLook>;
