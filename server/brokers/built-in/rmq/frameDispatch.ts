import { Channel } from './channel.ts';
import type { Client } from './client.ts';
import type { Context } from './execute/context.ts';
import { execute } from './execute/execute.ts';
import { takeBody, takeHeader } from './execute/publish.ts';
import { Handshake } from './handshake.ts';
import type { Limits } from './limits.ts';
import type { VirtualHost } from './model/virtualHost.ts';
import type { Frame } from './wire/frameParser.ts';
import { readMethod, readMethodId, type Method, type MethodId } from './wire/methods.ts';
import { ChannelError, ConnectionError } from './wire/protocolError.ts';

const noMethod: MethodId = [0, 0];

/** Leads each frame to what it belongs to: the handshake, the connection, a channel, or a message on its way. */
export class FrameDispatch {
  readonly #client: Client;
  readonly #host: VirtualHost;
  readonly #limits: Limits;
  readonly #handshake: Handshake;
  readonly #channels = new Map<number, Channel>();
  /** Closed by us; what still comes on them is passed over until the client has confirmed. */
  readonly #closing = new Set<number>();
  #at: MethodId = noMethod;
  #isClosing = false;
  #isOver = false;
  #messages = 0;

  constructor({ client, host, limits }: { client: Client; host: VirtualHost; limits: Limits }) {
    this.#client = client;
    this.#host = host;
    this.#limits = limits;
    this.#handshake = new Handshake(client, limits);
  }

  /** Nothing more is to be said or heard. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get isOpen(): boolean {
    return this.#handshake.isDone;
  }

  get heartbeatS(): number {
    return this.#handshake.heartbeatS;
  }

  /** Part of a message has come: the rest is waited for, whatever else holds. */
  get isInMessage(): boolean {
    return this.#messages > 0;
  }

  begin(): void {
    this.#handshake.begin();
  }

  take(frame: Frame): void {
    this.#at = frame.type === 'method' ? readMethodId(frame.payload) : noMethod;
    if (frame.channel === 0) return this.#onConnection(frame);
    if (this.#isClosing) return;
    if (!this.#handshake.isDone) throw new ConnectionError('CHANNEL_ERROR', "expected 'connection.open'");
    this.#onChannel(frame);
  }

  /** Tells the client why, and waits for its word; the second time it is over at once. */
  close(error: ConnectionError): void {
    this.end();
    if (this.#isClosing) this.#isOver = true;
    this.#isClosing = true;
    const [classId, methodId] = this.#at;
    this.#client.send(0, 'connection.close', { code: error.code, text: error.message, classId, methodId });
    // Whoever breaks the protocol before it is open would not understand the answer.
    if (!this.#handshake.isDone) this.#isOver = true;
  }

  pump(): void {
    for (const channel of this.#channels.values()) channel.pump();
  }

  /** The connection is gone, and with it what belonged to it alone. */
  end(): void {
    for (const channel of this.#channels.values()) channel.end();
    this.#channels.clear();
    for (const queue of this.#host.queues.values()) if (queue.owner === this.#client) this.#host.deleteQueue(queue);
  }

  #onConnection(frame: Frame): void {
    if (frame.type !== 'method') throw new ConnectionError('UNEXPECTED_FRAME', `${frame.type} frame on channel 0`);
    const method = readMethod(frame.payload);
    if (this.#isClosing) {
      if (method.name === 'connection.close-ok') this.#isOver = true;
      if (method.name !== 'connection.close') return;
    }
    if (method.name === 'connection.close') {
      this.end();
      this.#client.send(0, 'connection.close-ok', {});
      this.#isOver = true;
      return;
    }
    this.#handshake.take(method);
  }

  #onChannel(frame: Frame): void {
    const { channel: number, payload } = frame;
    const method = frame.type === 'method' ? readMethod(payload) : undefined;
    if (this.#closing.has(number)) return this.#whileClosing(number, method);
    const channel = this.#channels.get(number);
    if (channel === undefined) return this.#open(number, method);
    if (method?.name === 'channel.close') {
      this.#endChannel(channel);
      return this.#client.send(number, 'channel.close-ok', {});
    }
    const context = { host: this.#host, client: this.#client, limits: this.#limits, channel };
    try {
      const wasInMessage = channel.publishing !== undefined;
      this.#carryOut(context, frame, method);
      this.#messages += Number(channel.publishing !== undefined) - Number(wasInMessage);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      this.#closeChannel(channel, error);
    }
  }

  #carryOut(context: Context, { type, payload }: Frame, method: Method | undefined): void {
    const { publishing } = context.channel;
    if (method !== undefined) {
      if (publishing !== undefined) {
        const text = `expected content header for class 60, got '${method.name}' instead`;
        throw new ConnectionError('UNEXPECTED_FRAME', text);
      }
      execute(context, method);
      return;
    }
    // What comes of a message is the work of the method that began it.
    this.#at = [60, 40];
    if (type === 'header') takeHeader(context, payload);
    else takeBody(context, payload);
  }

  #open(number: number, method: Method | undefined): void {
    if (method?.name !== 'channel.open') throw new ConnectionError('CHANNEL_ERROR', "expected 'channel.open'");
    if (number > this.#handshake.channelMax) {
      const text = `number of channels opened (${this.#channels.size}) has reached the negotiated channel_max (${this.#handshake.channelMax})`;
      throw new ConnectionError('NOT_ALLOWED', text);
    }
    this.#channels.set(number, new Channel(number, { client: this.#client, host: this.#host }));
    this.#client.send(number, 'channel.open-ok', { reserved: '' });
  }

  #whileClosing(number: number, method: Method | undefined): void {
    if (method?.name === 'channel.close') this.#client.send(number, 'channel.close-ok', {});
    if (method?.name === 'channel.close-ok') this.#closing.delete(number);
  }

  #closeChannel(channel: Channel, error: ChannelError): void {
    this.#endChannel(channel);
    this.#closing.add(channel.number);
    const [classId, methodId] = this.#at;
    this.#client.send(channel.number, 'channel.close', { code: error.code, text: error.message, classId, methodId });
  }

  #endChannel(channel: Channel): void {
    if (channel.publishing !== undefined) this.#messages -= 1;
    this.#channels.delete(channel.number);
    channel.end();
  }
}
