import { queueOf, type RmqRoute } from '../../flow/rmqRoute.ts';
import { rmqQueueOptions, topicExchange } from '../../transports/rmqOptions.ts';
import type { Listener } from '../../transports/transport.ts';
import { hostText, portText, type AddressCode, type TransportCode } from './transportCode.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const options = (address: AddressCode, lines: readonly string[]): string => `{
  transport: Transport.RMQ,
  options: {
    urls: [\`amqp://\${${hostText(address)}}:\${${portText(address)}}\`],
${lines.map((line) => `    ${line}`).join('\n')}
    socketOptions: { reconnectTimeInSeconds: 1, heartbeatIntervalInSeconds: 5 },
  },
}`;

/** The same on both sides, else RabbitMQ refuses the second. */
function queueLines(queue: Parameters<typeof rmqQueueOptions>[0]): string[] {
  const { durable, arguments: fields } = rmqQueueOptions(queue);
  const entries = Object.entries(fields ?? {}).map(([name, value]) => `'${name}': ${quoted(value)}`);
  return [
    `queue: ${quoted(queue.queue)},`,
    ...(entries.length === 0
      ? [`queueOptions: { durable: ${durable} },`]
      : [
          'queueOptions: {',
          `  durable: ${durable},`,
          '  // What is given up goes by the default exchange to the queue of that name.',
          `  arguments: { ${entries.join(', ')} },`,
          '},',
        ]),
  ];
}

const topicLines = [
  '// The queue is bound to this exchange by the patterns of the handlers.',
  'wildcards: true,',
  `exchange: '${topicExchange}',`,
];

function listenerLines(listener: Listener): string[] {
  if (listener.transport !== 'rmq') return [];
  const { noAck = true, prefetch, exchange } = listener;
  return [
    ...queueLines(queueOf(listener)),
    ...(exchange === undefined ? [] : topicLines),
    ...(noAck
      ? []
      : ['// Handlers acknowledge by hand: `context.getChannelRef().ack(context.getMessage())`.', 'noAck: false,']),
    ...(prefetch === undefined ? [] : [`prefetchCount: ${prefetch},`]),
  ];
}

const clientLines = (route: RmqRoute): string[] => [
  ...(route.to === 'queue' ? queueLines(route) : ['wildcards: true,', `exchange: '${topicExchange}',`]),
  ...(route.persistent === true ? ['// In a durable queue messages outlive the broker.', 'persistent: true,'] : []),
];

export const rmqCode: TransportCode = {
  listener: (address, listener) => options(address, listenerLines(listener)),
  client: (address, _grpc, via) => options(address, clientLines(via?.route ?? { to: 'topic' })),
  broker: { image: 'rabbitmq:3-alpine', port: 5672, healthCommand: ['rabbitmq-diagnostics', '-q', 'ping'] },
  packages: { amqplib: '2.3.1', 'amqp-connection-manager': '5.0.0' },
};
