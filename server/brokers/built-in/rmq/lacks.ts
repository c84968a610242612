/** What a real RabbitMQ has and the built-in broker has not, for the box on the canvas and the docs. */
export const amqpLacks: readonly string[] = [
  'quorum queues, streams, priority queues and single active consumers',
  'virtual hosts, users other than guest, permissions and TLS (it listens on 127.0.0.1 only)',
  'transactions (tx.select) and bindings between exchanges',
  'policies, plugins, the management page and its HTTP API',
  'clusters, federation and shovels',
  'messages above 16 MiB; what it holds is bounded by 128 MiB, then publishers wait',
];
