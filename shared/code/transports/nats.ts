import { hostText, portText, type AddressCode, type TransportCode } from './transportCode.ts';

const options = (address: AddressCode, queue?: string): string => `{
  transport: Transport.NATS,
  options: {
    servers: \`\${${hostText(address)}}:\${${portText(address)}}\`,${
      queue === undefined
        ? ''
        : `
    // Of all that name this queue, one receives each message.
    queue: ${JSON.stringify(queue)},`
    }
    // Without it a restart of the broker that takes longer than 20 seconds would end the connection for good.
    maxReconnectAttempts: -1,
    reconnectTimeWait: 300,
  },
}`;

export const natsCode: TransportCode = {
  listener: (address, listener) => options(address, 'queue' in listener ? listener.queue : undefined),
  client: (address) => options(address),
  broker: { image: 'nats:2-alpine', port: 4222, healthCommand: ['sh', '-c', 'nc -z 127.0.0.1 4222'] },
  packages: { '@nats-io/transport-node': '3.3.1' },
};
