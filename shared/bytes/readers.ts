import type { Transport } from '../transports/transport.ts';
import type { KeptLeg } from './cutLeg.ts';
import type { FrameReader } from './frame.ts';
import { amqpReader } from './amqp.ts';
import { http1Reader } from './http1.ts';
import { http2Reader } from './http2.ts';
import { kafkaReader } from './kafka.ts';
import { mqttReader } from './mqtt.ts';
import { natsReader } from './nats.ts';
import { respReader } from './resp.ts';
import { tcpReader } from './tcp.ts';

const readers: Record<Transport, () => FrameReader> = {
  tcp: tcpReader,
  http: http1Reader,
  redis: respReader,
  nats: natsReader,
  grpc: http2Reader,
  rmq: amqpReader,
  kafka: kafkaReader,
  mqtt: mqttReader,
};

/** How to read the bytes of a connection of this transport. */
export function frameReaderOf(transport: Transport, _legs: readonly KeptLeg[]): FrameReader {
  return readers[transport]();
}
