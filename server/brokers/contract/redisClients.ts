import { Redis } from 'ioredis';

export interface Message {
  readonly pattern?: string;
  readonly channel: string;
  readonly text: string;
}

export interface ClientOptions {
  readonly protocol?: 2 | 3;
  readonly db?: number;
  /** Null: keep a command through an outage, however long. */
  readonly maxRetriesPerRequest?: null;
}

/** ioredis clients that are all gone when the test is over. */
export class RedisClients implements Disposable {
  readonly #port: number;
  readonly #clients: Redis[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  async connect(options: ClientOptions = {}): Promise<Redis> {
    const client = new Redis({
      host: '127.0.0.1',
      port: this.#port,
      lazyConnect: true,
      retryStrategy: () => 20,
      ...options,
    });
    // While the broker is killed every client reports it; the test looks at what comes after.
    client.on('error', () => undefined);
    this.#clients.push(client);
    await client.connect();
    return client;
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client.disconnect();
  }
}

/** Everything that arrives from now on. */
export function collect(client: Redis): Message[] {
  const messages: Message[] = [];
  client.on('message', (channel, text) => messages.push({ channel, text }));
  client.on('pmessage', (pattern, channel, text) => messages.push({ pattern, channel, text }));
  return messages;
}
