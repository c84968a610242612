import type { Client } from './client.ts';
import type { Entry } from './model/message.ts';
import type { Consumer, Queue } from './model/queue.ts';
import type { VirtualHost } from './model/virtualHost.ts';
import type { MethodArgs } from './wire/methods.ts';
import type { Properties } from './wire/properties.ts';

/** A message that is on its way to us: the method has come, header and body follow. */
export interface Publishing {
  readonly to: MethodArgs<'basic.publish'>;
  properties?: Properties;
  body?: Buffer;
  received: number;
}

interface Delivery {
  readonly queue: Queue;
  readonly entry: Entry;
  /** None: it was fetched by `basic.get`. */
  readonly consumer?: ChannelConsumer | undefined;
}

export class Channel {
  readonly number: number;
  readonly client: Client;
  readonly consumers = new Map<string, ChannelConsumer>();
  /** Of each consumer that begins from now on; 0: no bound. */
  prefetch = 0;
  /** Of all consumers of this channel together; 0: no bound. */
  sharedPrefetch = 0;
  /** The number of the last message since confirms were asked for. */
  confirming: number | undefined;
  publishing: Publishing | undefined;
  /** What a method means that names no queue. */
  lastQueue = '';
  /** How answers without a queue find this channel. */
  answers: { readonly key: string; readonly consumerTag: string } | undefined;
  readonly #host: VirtualHost;
  readonly #unacked = new Map<number, Delivery>();
  #lastTag = 0;
  #consumed = 0;

  constructor(number: number, { client, host }: { client: Client; host: VirtualHost }) {
    this.number = number;
    this.client = client;
    this.#host = host;
  }

  get hasSharedRoom(): boolean {
    return this.sharedPrefetch === 0 || this.#consumed < this.sharedPrefetch;
  }

  nextTag(): number {
    this.#lastTag += 1;
    return this.#lastTag;
  }

  /** Remembers a message until it is acknowledged; returns its delivery tag. */
  hand(delivery: Delivery): number {
    const tag = this.nextTag();
    this.#unacked.set(tag, delivery);
    if (delivery.consumer !== undefined) {
      delivery.consumer.unacked += 1;
      this.#consumed += 1;
    }
    return tag;
  }

  /**
   * Ends what was handed under this tag, or with `multiple` all up to it (0: all there are). False when there is no such tag.
   */
  settle({ tag, multiple }: { tag: number; multiple: boolean }, act: (delivery: Delivery) => void): boolean {
    const tags = this.#tagsUpTo(tag, multiple);
    if (tags === undefined) return false;
    const queues = new Set([...this.consumers.values()].map(({ queue }) => queue));
    for (const each of tags) {
      const delivery = this.#unacked.get(each);
      if (delivery === undefined) continue;
      this.#forget(each, delivery);
      act(delivery);
      queues.add(delivery.queue);
    }
    for (const queue of queues) queue.pump();
    return true;
  }

  /** Gives back all that nobody has acknowledged, to its old places. */
  giveBack(): void {
    this.settle({ tag: 0, multiple: true }, ({ queue, entry }) => queue.putBack(entry));
  }

  pump(): void {
    for (const { queue } of this.consumers.values()) queue.pump();
  }

  removeConsumer(tag: string): void {
    const consumer = this.consumers.get(tag);
    this.consumers.delete(tag);
    consumer?.queue.removeConsumer(consumer);
    if (this.answers?.consumerTag === tag) this.#forgetAnswers();
  }

  /** It is over: consumers end, and what was not acknowledged goes back. */
  end(): void {
    this.endPublishing();
    this.#forgetAnswers();
    const consumers = [...this.consumers.values()];
    this.consumers.clear();
    // Before they are gone, as an autoDelete queue goes with the last of them.
    const deliveries = [...this.#unacked.values()];
    this.#unacked.clear();
    for (const { queue, entry } of deliveries) queue.putBack(entry);
    for (const consumer of consumers) consumer.queue.removeConsumer(consumer);
    for (const queue of new Set(deliveries.map(({ queue: one }) => one))) queue.pump();
  }

  /** Whether or not all of it has come. */
  endPublishing(): void {
    this.#host.held(-(this.publishing?.body?.length ?? 0));
    this.publishing = undefined;
  }

  #forgetAnswers(): void {
    if (this.answers !== undefined) this.#host.answers.delete(this.answers.key);
    this.answers = undefined;
  }

  #tagsUpTo(tag: number, multiple: boolean): number[] | undefined {
    if (!multiple) return this.#unacked.has(tag) ? [tag] : undefined;
    if (tag === 0) return [...this.#unacked.keys()];
    if (tag > this.#lastTag) return undefined;
    const tags: number[] = [];
    // In the order in which they were handed out.
    for (const each of this.#unacked.keys()) {
      if (each > tag) break;
      tags.push(each);
    }
    return tags.length === 0 ? undefined : tags;
  }

  #forget(tag: number, { consumer }: Delivery): void {
    this.#unacked.delete(tag);
    if (consumer === undefined) return;
    consumer.unacked -= 1;
    this.#consumed -= 1;
  }
}

/** A consumer of a queue, on a channel. */
export class ChannelConsumer implements Consumer {
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  readonly queue: Queue;
  unacked = 0;
  readonly #channel: Channel;
  readonly #prefetch: number;

  constructor(
    channel: Channel,
    { tag, queue, noAck, exclusive }: { tag: string; queue: Queue; noAck: boolean; exclusive: boolean },
  ) {
    this.#channel = channel;
    this.#prefetch = channel.prefetch;
    this.tag = tag;
    this.queue = queue;
    this.noAck = noAck;
    this.exclusive = exclusive;
  }

  isReady(): boolean {
    if (this.#channel.client.isBehind) return false;
    return this.noAck || ((this.#prefetch === 0 || this.unacked < this.#prefetch) && this.#channel.hasSharedRoom);
  }

  deliver(queue: Queue, entry: Entry): void {
    const channel = this.#channel;
    const tag = this.noAck ? channel.nextTag() : channel.hand({ queue, entry, consumer: this });
    const { exchange, routingKey } = entry.message;
    const args = {
      deliveryTag: BigInt(tag),
      redelivered: entry.redelivered,
      exchange,
      routingKey,
      consumerTag: this.tag,
    };
    channel.client.sendContent(channel.number, { name: 'basic.deliver', args, content: entry.message });
  }

  cancelled(): void {
    const { client, number } = this.#channel;
    this.#channel.consumers.delete(this.tag);
    if (client.hearsCancel) client.send(number, 'basic.cancel', { consumerTag: this.tag, noWait: true });
  }
}
