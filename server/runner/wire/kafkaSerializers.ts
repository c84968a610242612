import { KafkaHeaders, KafkaRequestDeserializer, type IncomingRequest, type WritePacket } from '@nestjs/microservices';
// Nest's index leaves the serializers out.
import { KafkaRequestSerializer } from '@nestjs/microservices/serializers/kafka-request.serializer.js';

/** Nest's own typing of it is `any`. */
interface KafkaMessage {
  headers?: Record<string, unknown>;
}

/**
 * Nest's message with the headers of the moment, such as the trace's. Nest gives a serializer nothing but the data, so the
 * client sets them just before. Nest's own writes into the data when they look like a message: here a copy.
 */
export class HeaderSerializer extends KafkaRequestSerializer {
  headers: Readonly<Record<string, string>> = {};

  override serialize(value: unknown): KafkaMessage {
    const message: KafkaMessage = super.serialize(copyOf(value));
    return { ...message, headers: { ...message.headers, ...this.headers } };
  }
}

/** Nest hands over only the response of a frame; the tracer has to see all of it. */
export class FrameSerializer {
  readonly #own = new KafkaRequestSerializer();

  serialize(frame: WritePacket): KafkaMessage {
    const message: KafkaMessage = this.#own.serialize(copyOf(frame.response));
    return message;
  }
}

/** A message's id and trace travel in headers of Kafka. */
export class HeaderDeserializer extends KafkaRequestDeserializer {
  override deserialize(
    message: { headers?: Record<string, unknown> },
    options?: Record<string, unknown>,
  ): ReturnType<KafkaRequestDeserializer['deserialize']> {
    const packet = super.deserialize(message, options) as IncomingRequest & { metadata?: Record<string, string> };
    const texts = Object.entries(message.headers ?? {}).filter(([, value]) => typeof value === 'string');
    packet.metadata = Object.fromEntries(texts) as Record<string, string>;
    const id = packet.metadata[KafkaHeaders.CORRELATION_ID];
    return id === undefined ? packet : { ...packet, id };
  }
}

function copyOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : value;
}
