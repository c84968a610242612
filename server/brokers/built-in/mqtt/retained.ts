import { matchesMqttFilter } from '#shared/transports/mqttTopic.ts';
import { cost, type Message } from './message.ts';

/** The last message of each topic that was published to be kept. */
export class Retained {
  readonly #messages = new Map<string, Message>();
  readonly #limits: { retained: number; retainedBytes: number };
  #bytes = 0;

  constructor(limits: { retained: number; retainedBytes: number }) {
    this.#limits = limits;
  }

  /** An empty one takes away what was kept. One that there is no room for is not kept. */
  keep(message: Message): void {
    const before = this.#messages.get(message.topic);
    if (before !== undefined) this.#bytes -= cost(before);
    this.#messages.delete(message.topic);
    if (message.payload.length === 0) return;
    const isFull = this.#messages.size >= this.#limits.retained;
    if (isFull || this.#bytes + cost(message) > this.#limits.retainedBytes) return;
    this.#messages.set(message.topic, message);
    this.#bytes += cost(message);
  }

  /** All of them. */
  [Symbol.iterator](): Iterator<Message> {
    return this.#messages.values();
  }

  matching(filter: string): Message[] {
    const one = this.#messages.get(filter);
    if (one !== undefined) return [one];
    const levels = filter.split('/');
    return [...this.#messages.values()].filter(({ topic }) => matchesMqttFilter(levels, topic.split('/')));
  }
}
