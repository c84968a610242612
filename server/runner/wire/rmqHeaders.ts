import type { ReadPacket, Serializer } from '@nestjs/microservices';

/** What Nest's RabbitMQ client sends: the packet, and options that it takes out again. */
type WrittenPacket = ReadPacket & { options?: { headers: Record<string, string> } };

/** Nest's packet, whose metadata also stand in headers of AMQP, where clients that know nothing of Nest find them. */
export class HeaderSerializer implements Serializer<ReadPacket & { metadata?: object }, WrittenPacket> {
  serialize(packet: ReadPacket & { metadata?: object }): WrittenPacket {
    const texts = Object.entries(packet.metadata ?? {}).filter(([, value]) => typeof value === 'string');
    if (texts.length === 0) return packet;
    return { ...packet, options: { headers: Object.fromEntries(texts) as Record<string, string> } };
  }
}
