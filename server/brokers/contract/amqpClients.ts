import {
  connect,
  type Channel,
  type ChannelModel,
  type ConfirmChannel,
  type ConsumeMessage,
  type Options,
} from 'amqplib';
import { amqpUrl } from '../amqpUrl.ts';

/** Connections to a broker under test, closed with the test. What they are told when they end is kept. */
export class AmqpClients implements AsyncDisposable {
  readonly #port: number;
  readonly #connections: ChannelModel[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  async connect(options: Options.Connect = {}): Promise<ChannelModel> {
    const connection = await connect(amqpUrl({ host: '127.0.0.1', port: this.#port }), options);
    // Its end is what many tests bring about.
    connection.on('error', () => undefined);
    this.#connections.push(connection);
    return connection;
  }

  async channel(): Promise<Channel> {
    return quiet(await (await this.connect()).createChannel());
  }

  async confirming(): Promise<ConfirmChannel> {
    return quiet(await (await this.connect()).createConfirmChannel());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.close().catch(() => undefined)));
  }
}

export function quiet<C extends Channel>(channel: C): C {
  channel.on('error', () => undefined);
  return channel;
}

/** What a channel is closed with, in the broker's words. */
export function closedWith(channel: Channel): Promise<string> {
  return new Promise((resolve) => {
    channel.once('error', (error: Error) => resolve(error.message.replace(/^.*?with message "(.*)"$/, '$1')));
  });
}

/** The texts of everything that this consumer gets from now on, with whatever else a test wants to see of it. */
export async function collect(
  channel: Channel,
  queue: string,
  { noAck = true, show = text }: { noAck?: boolean; show?: (message: ConsumeMessage) => string } = {},
): Promise<{ texts: string[]; messages: ConsumeMessage[]; tag: string }> {
  const texts: string[] = [];
  const messages: ConsumeMessage[] = [];
  const { consumerTag: tag } = await channel.consume(
    queue,
    (message) => {
      if (message === null) return void texts.push('cancelled');
      messages.push(message);
      texts.push(show(message));
    },
    { noAck },
  );
  return { texts, messages, tag };
}

export const text = ({ content }: ConsumeMessage): string => content.toString();
