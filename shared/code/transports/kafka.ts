import { kafkaPartitions, type Listener } from '../../transports/transport.ts';
import { hostText, portText, type AddressCode, type TransportCode } from './transportCode.ts';

/** The client of kafkajs, for both sides. Without the retries a restart of the broker takes up to 17 seconds longer. */
const client = (address: AddressCode): string => `client: {
      brokers: [\`\${${hostText(address)}}:\${${portText(address)}}\`],
      connectionTimeout: 1000,
      retry: { initialRetryTime: 200, maxRetryTime: 1500, retries: 4 },
    },
    producer: { createPartitioner: Partitioners.DefaultPartitioner },`;

const partitionsOf = (listener: Listener): number =>
  ('partitions' in listener ? listener.partitions : undefined) ?? kafkaPartitions;

export const kafkaCode: TransportCode = {
  listener: (address, listener, service) => `{
  transport: Transport.KAFKA,
  options: {
    ${client(address)}
    consumer: {
      // The members of a group share the partitions; NestJS adds "-server" to its name.
      groupId: ${JSON.stringify(('groupId' in listener ? listener.groupId : undefined) ?? service)},
      allowAutoTopicCreation: true,
      sessionTimeout: 10000,
      heartbeatInterval: 1000,
    },
    subscribe: { fromBeginning: ${'fromBeginning' in listener ? listener.fromBeginning !== false : true} },
    run: { partitionsConsumedConcurrently: ${partitionsOf(listener)} },
  },
}`,
};
