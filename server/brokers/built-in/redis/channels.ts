import type { Client } from './client.ts';
import { ByteWriter } from '../bytes/byteWriter.ts';
import type { Reply, RespVersion } from './resp/reply.ts';
import { bulk, push } from './resp/reply.ts';
import { writeReply } from './resp/writeReply.ts';
import { compileGlob } from './glob.ts';

interface Pattern {
  readonly matches: (channel: string) => boolean;
  readonly clients: Set<Client>;
}

/** Who listens to what. Channels are shared by all database numbers, as in Redis. */
export class Channels {
  readonly #channels = new Map<string, Set<Client>>();
  readonly #patterns = new Map<string, Pattern>();

  subscribe(client: Client, channel: string): void {
    client.channels.add(channel);
    const clients = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, clients.add(client));
  }

  unsubscribe(client: Client, channel: string): void {
    client.channels.delete(channel);
    const clients = this.#channels.get(channel);
    clients?.delete(client);
    if (clients?.size === 0) this.#channels.delete(channel);
  }

  subscribePattern(client: Client, glob: string): void {
    client.patterns.add(glob);
    const pattern = this.#patterns.get(glob) ?? { matches: compileGlob(glob), clients: new Set() };
    pattern.clients.add(client);
    this.#patterns.set(glob, pattern);
  }

  unsubscribePattern(client: Client, glob: string): void {
    client.patterns.delete(glob);
    const pattern = this.#patterns.get(glob);
    pattern?.clients.delete(client);
    if (pattern?.clients.size === 0) this.#patterns.delete(glob);
  }

  unsubscribeAll(client: Client): void {
    for (const channel of client.channels) this.unsubscribe(client, channel);
    for (const glob of client.patterns) this.unsubscribePattern(client, glob);
  }

  /** How many received it; a client with a channel and a matching pattern receives, and counts, twice. */
  publish(channel: string, message: Buffer): number {
    let receivers = deliver(this.#channels.get(channel), [bulk('message'), bulk(channel), bulk(message)]);
    for (const [glob, pattern] of this.#patterns) {
      if (!pattern.matches(channel)) continue;
      receivers += deliver(pattern.clients, [bulk('pmessage'), bulk(glob), bulk(channel), bulk(message)]);
    }
    return receivers;
  }

  names(): Iterable<string> {
    return this.#channels.keys();
  }

  subscriberCount(channel: string): number {
    return this.#channels.get(channel)?.size ?? 0;
  }

  channelCount(): number {
    return this.#channels.size;
  }

  patternCount(): number {
    return this.#patterns.size;
  }
}

/** The bytes are written once per protocol version and shared by all who receive them. */
function deliver(clients: ReadonlySet<Client> | undefined, items: readonly Reply[]): number {
  if (clients === undefined) return 0;
  const frame = push(items);
  const encoded = new Map<RespVersion, Buffer>();
  for (const client of clients) {
    const bytes = encoded.get(client.version) ?? encode(frame, client.version);
    encoded.set(client.version, bytes);
    client.sendBytes(bytes);
  }
  return clients.size;
}

function encode(reply: Reply, version: RespVersion): Buffer {
  const writer = new ByteWriter(Number.POSITIVE_INFINITY);
  writeReply(writer, reply, version);
  return writer.take();
}
