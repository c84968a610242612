import { ClientNats, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { isNatsSubject } from '#shared/transports/natsSubject.ts';
import { natsLogin } from '#shared/transports/natsLogin.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import { isIdentified, type IdentifiedPacket, type WireMessages } from '../faults/message/wireMessages.ts';
import type { ClientTap } from '../trace/clientTap.ts';
import type { ClientWatch } from './clientWatch.ts';
import { HeaderSerializer } from './natsHeaders.ts';
import type { nats } from './natsPackage.ts';

/** So many replies that are overdue it listens for. */
const maxLate = 200;

/** NestJS's own NATS client, watched. */
export class TracedNatsClient extends ClientNats {
  readonly #tap: ClientTap;
  readonly #messages: WireMessages;
  readonly #prefix: string;
  /** Ends the listening for replies that nobody waits for any more, the oldest first. */
  readonly #late = new Set<() => void>();

  constructor({ host, port, prefix = '', ...account }: BrokerAddress, { tap, messages }: ClientWatch) {
    super({
      servers: `${host}:${port}`,
      ...natsLogin(account),
      // The driver gives up after ten tries; then a broker's restart would end the client for good.
      maxReconnectAttempts: -1,
      reconnectTimeWait: 300,
      reconnectJitter: 0,
      // Else it would go to the addresses that the broker names, past the link and its faults.
      ignoreClusterUpdates: true,
      serializer: new HeaderSerializer(),
    });
    this.#tap = tap;
    this.#messages = messages;
    this.#prefix = prefix;
    this.setOnDispatchHook(tap.stamp);
  }

  override connect(): Promise<unknown> {
    return this.#tap.outside(() => super.connect());
  }

  override async createClient(): Promise<nats.NatsConnection> {
    const client = (await super.createClient()) as nats.NatsConnection;
    const publish = client.publish.bind(client);
    client.publish = (...message) => {
      publish(...message);
      this.#tap.sent(this.#tap.current());
    };
    return client;
  }

  override createSubscriptionHandler(
    ...[packet, callback]: Parameters<ClientNats['createSubscriptionHandler']>
  ): ReturnType<ClientNats['createSubscriptionHandler']> {
    const call = this.#tap.current();
    const respond = super.createSubscriptionHandler(packet, callback);
    return (error, message) =>
      this.#tap.inTurn(async () => {
        const data = message['data'] as Uint8Array | undefined;
        // The broker's own answer when nobody listens.
        if (data?.length === 0) this.#tap.lost(call, { receivers: 0, note: '0 subscribers' });
        if (data !== undefined && this.#late.size > 0)
          this.#tap.arrivedText(Buffer.from(data).toString(), (id) => this.routingMap.has(id));
        try {
          await respond(error, message);
        } catch (unreadable) {
          // Nest leaves a reply that is no JSON as an unhandled rejection, which would end the process.
          callback({ err: unreadable, isDisposed: true });
        }
      });
  }

  /** As the end of a process closes it. Unlike `close()` it never waits for a broker that is away. */
  cut(): void {
    const client = this.natsClient as nats.NatsConnection | null;
    this.handleClose();
    this.natsClient = null;
    this.connectionPromise = null;
    this.#late.clear();
    // What is still written out then is nobody's any more.
    void client?.close().catch(() => undefined);
  }

  protected override normalizePattern(pattern: Parameters<ClientNats['normalizePattern']>[0]): string {
    const subject = this.#prefix + super.normalizePattern(pattern);
    if (isNatsSubject(subject)) return subject;
    // The driver would write it as it is, and what stands behind a newline would be a command of its own.
    throw new Error(`"${subject}" is no NATS subject: leave out blanks, and put something between its dots.`);
  }

  protected override publish(packet: ReadPacket, callback: (frame: WritePacket) => void): () => void {
    const message = { call: this.#tap.current(), packet: this.assignPacketId(packet) };
    return this.#tap.publish(message.packet, callback, (watched) =>
      this.#messages.publish(message, watched, {
        publish: (sent, respond) => this.#ask(sent, respond),
        sendOnly: (sent) => super.dispatchEvent(sent),
      }),
    );
  }

  /** Nest stops listening when nobody waits any more. This one still hears the reply that comes too late. */
  #ask(packet: IdentifiedPacket, respond: (frame: WritePacket) => void): () => void {
    let isStopped = false;
    let isOver = false;
    const forget = (): void => {
      this.#late.delete(forget);
      stop();
    };
    const stop = super.publish(packet, (frame) => {
      isOver ||= frame.isDisposed === true || Boolean(frame.err);
      if (!isStopped) respond(frame);
      else if (isOver) forget();
    });
    return () => {
      isStopped = true;
      if (isOver) return stop();
      this.routingMap.delete(packet.id);
      this.#late.add(forget);
      const [oldest] = this.#late.size > maxLate ? this.#late : [];
      oldest?.();
    };
  }

  /** A copy of a message is that message, under its own id. */
  protected override assignPacketId(packet: ReadPacket): IdentifiedPacket {
    return isIdentified(packet) ? packet : super.assignPacketId(packet);
  }

  protected override dispatchEvent(packet: ReadPacket): Promise<unknown> {
    return this.#messages.dispatch({ call: this.#tap.current(), packet }, (sent) => super.dispatchEvent(sent));
  }
}
