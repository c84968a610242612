import { AsyncResource } from 'node:async_hooks';
import { ClientMqtt, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { distinctUntilChanged, map, type Observable } from 'rxjs';
import type { BrokerAddress } from '#shared/ipc.ts';
import { isMqttTopic, mqttPrefix } from '#shared/transports/mqttTopic.ts';
import { isIdentified, type IdentifiedPacket, type WireMessages } from '../faults/message/wireMessages.ts';
import { PassingMap } from '../passing/passingMap.ts';
import type { ClientTap } from '../trace/clientTap.ts';
import type { ClientWatch } from './clientWatch.ts';
import { mqttOptions } from './mqttOptions.ts';
import './mqttPackage.ts';
import type { mqtt } from './mqttPackage.ts';

export interface MqttClientOptions extends BrokerAddress {
  /** What requests and events are published with, and replies asked for. */
  qos: 0 | 1 | 2;
}

/** Above so many reply topics it gives them up again, as Nest does. */
const maxReplyTopics = 1000;

/**
 * NestJS's own MQTT client, watched. Nest's subscribes to `<pattern>/reply` with the first request of a pattern and unsubscribes
 * after the last one: of many at once some lose their reply in between. This one stays subscribed.
 */
export class TracedMqttClient extends ClientMqtt {
  protected override routingMap = new PassingMap<(frame: WritePacket) => void>();
  readonly #tap: ClientTap;
  readonly #messages: WireMessages;
  readonly #prefix: string;
  readonly #qos: 0 | 1 | 2;

  constructor({ prefix, qos, ...address }: MqttClientOptions, { tap, messages }: ClientWatch) {
    super(mqttOptions(address));
    this.#tap = tap;
    this.#messages = messages;
    this.#prefix = mqttPrefix(prefix);
    this.#qos = qos;
    this.setOnDispatchHook(tap.stamp);
  }

  /** Nest tells of a `closed` connection with each attempt to open it again. */
  override get status(): ClientMqtt['status'] {
    const states$ = (super.status as Observable<string>).pipe(
      map((state) => (state !== 'closed' ? state : this.mqttClient === null ? 'disconnected' : 'reconnecting')),
      distinctUntilChanged(),
    );
    return states$ as ClientMqtt['status'];
  }

  override async connect(): Promise<unknown> {
    try {
      return await this.#tap.outside(() => super.connect());
    } catch (error) {
      // A connection that was accepted and closed again gives nothing at all.
      const told: unknown = error ?? connectionLost;
      throw told;
    }
  }

  override createClient(): ReturnType<ClientMqtt['createClient']> {
    const client = super.createClient() as unknown as mqtt.MqttClient;
    // A reply topic for each pattern, and a listener for each message under way, is what Nest makes of it.
    client.setMaxListeners(0);
    const [publish, subscribe] = [client.publish.bind(client), client.subscribe.bind(client)] as [Publish, Subscribe];
    Object.assign(client, {
      publish: (...message: Parameters<Publish>) => {
        const sent = publish(...message);
        this.#tap.sent(this.#tap.current());
        return sent;
      },
      // Nest publishes when the reply topic is subscribed to: then the socket calls, and not whoever sent the message.
      // The driver itself subscribes by this method, too, when it has reconnected.
      subscribe: (topic: unknown, ...[options, ...rest]: unknown[]) =>
        typeof options === 'function'
          ? subscribe(topic, { qos: this.#qos }, AsyncResource.bind(options as Subscribed))
          : subscribe(topic, options, ...rest),
    });
    return client;
  }

  override createResponseCallback(): ReturnType<ClientMqtt['createResponseCallback']> {
    const respond = super.createResponseCallback() as (channel: string, buffer: Buffer) => Promise<void>;
    return ((channel: string, buffer: Buffer) =>
      this.#tap.inTurn(async () => {
        this.#tap.arrivedText(buffer.toString(), (id) => this.routingMap.has(id));
        await respond(channel, buffer);
      })) as ReturnType<ClientMqtt['createResponseCallback']>;
  }

  /** As the end of a process closes it. Unlike `close()` it never waits for a broker that is away. */
  cut(): void {
    const client = this.mqttClient as mqtt.MqttClient | null;
    this.handleClose();
    this.mqttClient = null;
    this.connectionPromise = null;
    this.isInitialConnection = false;
    this.subscriptionsCount.clear();
    client?.end(true);
  }

  protected override unsubscribeFromChannel(channel: string): void {
    const count = this.subscriptionsCount.get(channel) ?? 0;
    if (count > 1) this.subscriptionsCount.set(channel, count - 1);
    else if (this.subscriptionsCount.size > maxReplyTopics) {
      super.unsubscribeFromChannel(channel);
      this.subscriptionsCount.delete(channel);
    }
  }

  protected override mergePacketOptions(
    ...[options]: Parameters<ClientMqtt['mergePacketOptions']>
  ): ReturnType<ClientMqtt['mergePacketOptions']> {
    return { qos: this.#qos, ...super.mergePacketOptions(options) };
  }

  protected override normalizePattern(pattern: Parameters<ClientMqtt['normalizePattern']>[0]): string {
    const topic = this.#prefix + super.normalizePattern(pattern);
    if (isMqttTopic(topic)) return topic;
    // A broker closes the connection of whoever publishes to it.
    throw new Error(`"${topic}" is no MQTT topic: leave out +, # and line breaks.`);
  }

  protected override publish(packet: ReadPacket, callback: (frame: WritePacket) => void): () => void {
    const message = { call: this.#tap.current(), packet: this.assignPacketId(packet) };
    return this.#tap.publish(message.packet, callback, (watched) =>
      this.#messages.publish(message, watched, {
        publish: (sent, respond) => super.publish(sent, respond),
        sendOnly: (sent) => super.dispatchEvent(sent),
      }),
    );
  }

  /** A copy of a message is that message, under its own id. */
  protected override assignPacketId(packet: ReadPacket): IdentifiedPacket {
    return isIdentified(packet) ? packet : super.assignPacketId(packet);
  }

  protected override dispatchEvent(packet: ReadPacket): Promise<unknown> {
    return this.#messages.dispatch({ call: this.#tap.current(), packet }, (sent) => super.dispatchEvent(sent));
  }
}

type Publish = (topic: string, message: string, ...rest: unknown[]) => mqtt.MqttClient;
type Subscribed = (error: Error | null) => void;
type Subscribe = (topic: unknown, ...rest: unknown[]) => mqtt.MqttClient;

const connectionLost = 'Error: Connection lost. Trying to reconnect...';
