import type { Broker } from '../../flow/flow.ts';
import type { Transport } from '../../transports/transport.ts';
import { grpcCode } from './grpc.ts';
import { httpCode } from './http.ts';
import { kafkaCode } from './kafka.ts';
import { mqttCode } from './mqtt.ts';
import { natsCode } from './nats.ts';
import { redisCode } from './redis.ts';
import { rmqCode } from './rmq.ts';
import { tcpCode } from './tcp.ts';
import type { BrokerImage, TransportCode } from './transportCode.ts';

/** How each transport is written; the closed list. */
export const transportCodes = {
  http: httpCode,
  tcp: tcpCode,
  redis: redisCode,
  nats: natsCode,
  kafka: kafkaCode,
  grpc: grpcCode,
  mqtt: mqttCode,
  rmq: rmqCode,
} satisfies Record<Transport, TransportCode>;

/** The code of a transport, with everything that it may have. */
export const transportCode = (transport: Transport): TransportCode => transportCodes[transport];

/** The broker that a transport needs. */
export function brokerImage(transport: Broker['transport']): BrokerImage {
  const { broker } = transportCode(transport);
  if (broker === undefined) throw new Error(`${transport} has no broker.`);
  return broker;
}
