import type { ReadPacket, Serializer } from '@nestjs/microservices';
import { nats } from './natsPackage.ts';

/** What Nest's NATS client and server send. */
interface WrittenPacket {
  data: string;
  headers: nats.MsgHdrs | undefined;
}

/**
 * Nest's packet, whose metadata also stand in headers of NATS, where clients that know nothing of Nest find them:
 *
 *   HPUB orders _INBOX.x 120 180
 *   traceparent: 00-…
 */
export class HeaderSerializer implements Serializer<ReadPacket & { metadata?: object }, WrittenPacket> {
  serialize(packet: ReadPacket & { metadata?: object }): WrittenPacket {
    const texts = Object.entries(packet.metadata ?? {}).filter(([, value]) => typeof value === 'string');
    if (texts.length === 0) return { data: JSON.stringify(packet), headers: undefined };
    const headers = nats.headers();
    for (const [name, value] of texts as [string, string][]) headers.set(name, value);
    return { data: JSON.stringify(packet), headers };
  }
}
