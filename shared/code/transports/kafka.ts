import { kafkaPartitions, type Listener } from '../../transports/transport.ts';
import { hostText, portText, type AddressCode, type TransportCode } from './transportCode.ts';

type KafkaListener = Extract<Listener, { transport: 'kafka' }>;

/** Without the retries a restart of the broker takes up to 17 seconds longer. */
const client = (address: AddressCode): string => `client: {
      brokers: [\`\${${hostText(address)}}:\${${portText(address)}}\`],
      connectionTimeout: 1000,
      retry: { initialRetryTime: 200, maxRetryTime: 1500, retries: 4 },
    },`;

function listener(address: AddressCode, drawn: Listener, service: string): string {
  const {
    groupId = service,
    fromBeginning = true,
    partitions = kafkaPartitions,
  }: Partial<KafkaListener> = drawn.transport === 'kafka' ? drawn : {};
  return `{
  transport: Transport.KAFKA,
  options: {
    ${client(address)}
    // The members of a group share the partitions. NestJS adds "-server" to its name.
    consumer: { groupId: ${JSON.stringify(groupId)}, sessionTimeout: 10_000, heartbeatInterval: 1000 },
    subscribe: { fromBeginning: ${fromBeginning} },
    run: { partitionsConsumedConcurrently: ${partitions} },
  },
}`;
}

export const kafkaCode: TransportCode = {
  listener,
  client: (address) => `{
  transport: Transport.KAFKA,
  options: {
    ${client(address)}
    // A group of its own: clients that share one would share the partitions of the replies.
    consumer: { groupId: \`replies-\${crypto.randomUUID()}\`, sessionTimeout: 10_000, heartbeatInterval: 1000 },
  },
}`,
  namesReplies: true,
  broker: {
    image: 'apache/kafka:3.9.0',
    port: 9092,
    // Whoever comes from outside is sent to another address than the services beside it.
    outsidePort: 9094,
    healthCommand: ['sh', '-c', 'nc -z 127.0.0.1 9092'],
    environment: ({ name, outside }) => ({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'INSIDE',
      KAFKA_LISTENERS: 'INSIDE://:9092,OUTSIDE://:9094,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `INSIDE://${name}:9092,OUTSIDE://127.0.0.1:${outside}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_NUM_PARTITIONS: String(kafkaPartitions),
      KAFKA_HEAP_OPTS: '-Xmx256m -Xms128m',
    }),
  },
  packages: { kafkajs: '^2.2.4' },
};
