import type { LibraryFile } from './file.ts';

/** What Nest's MQTT transport needs to lose no reply, and to share messages. */
export const mqttFiles: readonly LibraryFile[] = [
  {
    path: 'mqtt',
    exports: ['GroupedMqttServer', 'SteadyMqttClient'],
    needs: [],
    text: `import { ClientMqtt, type MqttOptions, ServerMqtt } from '@nestjs/microservices';

/** 0 at most once, 1 at least once, 2 exactly once. */
type QoS = 0 | 1 | 2;
type Options = Required<MqttOptions>['options'];

/**
 * Nest's client subscribes to the topic of replies with the first request of a pattern and unsubscribes after the last one: of
 * many at once some lose their reply in between. This one stays subscribed, and publishes everything with its qos.
 */
export class SteadyMqttClient extends ClientMqtt {
  private readonly qos: QoS;

  constructor({ qos = 0, ...options }: Options & { qos?: QoS }) {
    super(options);
    this.qos = qos;
  }

  protected override unsubscribeFromChannel(channel: string): void {
    const count = this.subscriptionsCount.get(channel) ?? 0;
    if (count > 1) this.subscriptionsCount.set(channel, count - 1);
  }

  protected override mergePacketOptions(
    ...[options]: Parameters<ClientMqtt['mergePacketOptions']>
  ): ReturnType<ClientMqtt['mergePacketOptions']> {
    return { qos: this.qos, ...super.mergePacketOptions(options) };
  }
}

/** Nest's server, which shares its messages with all that name the same group, and replies with its qos. */
export class GroupedMqttServer extends ServerMqtt {
  private readonly group: string | undefined;
  private readonly qos: QoS;

  constructor({ group, qos = 0, ...options }: Options & { group?: string; qos?: QoS }) {
    super(options);
    this.group = group;
    this.qos = qos;
  }

  override bindEvents(client: any): void {
    const { group, qos } = this;
    const publish = (topic: string, text: string, options: object) => client.publish(topic, text, { qos, ...options });
    client.on('message', this.getMessageHandler({ publish }));
    for (const pattern of this.messageHandlers.keys()) {
      client.subscribe(group === undefined ? pattern : \`$share/\${group}/\${pattern}\`, { qos });
    }
  }
}
`,
  },
];
