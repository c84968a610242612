import { ServerMqtt } from '@nestjs/microservices';
import type { BrokerAddress } from '#shared/ipc.ts';
import { isMqttFilter } from '#shared/transports/mqttTopic.ts';
import { mqttOptions } from '../wire/mqttOptions.ts';
import { mqtt } from '../wire/mqttPackage.ts';
import { untilListening } from './untilListening.ts';

export interface PatientServerMqttOptions extends BrokerAddress {
  prefix: string;
  /** Of all that name the same one, one receives each message. */
  group: string | undefined;
  qos: 0 | 1 | 2;
  onChange: () => void;
}

/**
 * NestJS's MQTT server, which survives its broker. Nest's own waits for ever for a broker that is away at the start, and listens
 * before its subscriptions are confirmed. This one goes on trying, subscribes with each connection, and `isUp` when the broker
 * has confirmed that.
 */
export class PatientServerMqtt extends ServerMqtt {
  readonly #connectOptions: ReturnType<typeof mqttOptions>;
  readonly #group: string | undefined;
  readonly #qos: 0 | 1 | 2;
  readonly #prefix: string;
  readonly #onChange: () => void;
  #connection: mqtt.MqttClient | undefined;
  #isSubscribed = false;
  #isClosed = false;

  constructor({ prefix, group, qos, onChange, ...address }: PatientServerMqttOptions) {
    super(mqttOptions(address));
    this.#connectOptions = mqttOptions(address);
    this.#group = group;
    this.#qos = qos;
    this.#prefix = prefix;
    this.#onChange = onChange;
  }

  get isUp(): boolean {
    return this.#isSubscribed;
  }

  /** Calls back when it is up, or when the broker turned out to be away: then it goes on trying by itself. */
  override listen(callback: () => void): Promise<void> {
    const { url, ...options } = this.#connectOptions;
    // Subscribing is done here, so that its end is known; a reply whose broker has gone is lost and not kept.
    const connection = mqtt.connect(url, { ...options, resubscribe: false, queueQoSZero: false });
    this.#connection = connection;
    this.mqttClient = connection;
    return untilListening(callback, (listening) => {
      connection.on('message', this.getMessageHandler(replier(connection, this.#qos)) as mqtt.OnMessageCallback);
      connection.on('connect', () => void this.#subscribe(connection).then(listening));
      connection.on('close', () => {
        this.#setSubscribed(false);
        listening();
      });
      // `close` follows and is what counts.
      connection.on('error', () => undefined);
    });
  }

  async stopAccepting(): Promise<void> {
    const wasUp = this.#isSubscribed;
    this.#isSubscribed = false;
    if (wasUp) await this.#connection?.unsubscribeAsync(this.#filters()).catch(() => undefined);
  }

  /** Unlike Nest's own, never waits for a broker that is away. */
  override close(): void {
    this.#isClosed = true;
    this.#isSubscribed = false;
    this.#connection?.end(true);
  }

  /** A topic is the prefix and the route: what Nest looks up here must be the same text again. */
  protected override normalizePattern(pattern: Parameters<ServerMqtt['normalizePattern']>[0]): string {
    return this.#prefix + super.normalizePattern(pattern);
  }

  protected override getRouteFromPattern(topic: string): string {
    return super.getRouteFromPattern(topic.startsWith(this.#prefix) ? topic.slice(this.#prefix.length) : topic);
  }

  /** What a broker would close the connection for is left out; the drawing is told. */
  #filters(): string[] {
    const before = this.#group === undefined ? '' : `$share/${this.#group}/`;
    return [...this.messageHandlers.keys()].filter(isMqttFilter).map((filter) => before + filter);
  }

  async #subscribe(connection: mqtt.MqttClient): Promise<void> {
    const filters = this.#filters();
    const isConfirmed = await (
      filters.length === 0 ? Promise.resolve() : connection.subscribeAsync(filters, { qos: this.#qos })
    ).then(
      () => connection.connected,
      // The connection broke meanwhile: the next one subscribes again.
      () => false,
    );
    this.#setSubscribed(isConfirmed);
  }

  #setSubscribed(isSubscribed: boolean): void {
    if (this.#isClosed || this.#isSubscribed === isSubscribed) return;
    this.#isSubscribed = isSubscribed;
    this.#onChange();
  }
}

/** Nest replies with QoS 0, whatever its subscriptions have. */
const replier = (connection: mqtt.MqttClient, qos: 0 | 1 | 2) => ({
  publish: (topic: string, message: string, options: mqtt.IClientPublishOptions) =>
    connection.publish(topic, message, { qos, ...options }),
});
