/**
 * The methods of AMQP 0-9-1, with RabbitMQ's extensions: class and number, then the arguments in the order of the wire.
 *
 *   o octet · s short · l long · L long long · t short text · T long text · m table · b bit (neighbours share an octet)
 */
const table = `
10.10 connection.start o:major o:minor m:properties T:mechanisms T:locales
10.11 connection.start-ok m:properties t:mechanism T:response t:locale
10.30 connection.tune s:channel-max l:frame-max s:heartbeat
10.31 connection.tune-ok s:channel-max l:frame-max s:heartbeat
10.40 connection.open t:vhost t:reserved b:insist
10.41 connection.open-ok t:reserved
10.50 connection.close s:code t:text s:class s:method
10.51 connection.close-ok
10.60 connection.blocked t:reason
10.61 connection.unblocked
20.10 channel.open t:reserved
20.11 channel.open-ok T:reserved
20.20 channel.flow b:active
20.21 channel.flow-ok b:active
20.40 channel.close s:code t:text s:class s:method
20.41 channel.close-ok
40.10 exchange.declare s:reserved t:exchange t:type b:passive b:durable b:auto-delete b:internal b:no-wait m:arguments
40.11 exchange.declare-ok
40.20 exchange.delete s:reserved t:exchange b:if-unused b:no-wait
40.21 exchange.delete-ok
50.10 queue.declare s:reserved t:queue b:passive b:durable b:exclusive b:auto-delete b:no-wait m:arguments
50.11 queue.declare-ok t:queue l:messages l:consumers
50.20 queue.bind s:reserved t:queue t:exchange t:routing-key b:no-wait m:arguments
50.21 queue.bind-ok
50.30 queue.purge s:reserved t:queue b:no-wait
50.31 queue.purge-ok l:messages
50.40 queue.delete s:reserved t:queue b:if-unused b:if-empty b:no-wait
50.41 queue.delete-ok l:messages
50.50 queue.unbind s:reserved t:queue t:exchange t:routing-key m:arguments
50.51 queue.unbind-ok
60.10 basic.qos l:prefetch-size s:prefetch-count b:global
60.11 basic.qos-ok
60.20 basic.consume s:reserved t:queue t:consumer-tag b:no-local b:no-ack b:exclusive b:no-wait m:arguments
60.21 basic.consume-ok t:consumer-tag
60.30 basic.cancel t:consumer-tag b:no-wait
60.31 basic.cancel-ok t:consumer-tag
60.40 basic.publish s:reserved t:exchange t:routing-key b:mandatory b:immediate
60.50 basic.return s:code t:text t:exchange t:routing-key
60.60 basic.deliver t:consumer-tag L:delivery-tag b:redelivered t:exchange t:routing-key
60.70 basic.get s:reserved t:queue b:no-ack
60.71 basic.get-ok L:delivery-tag b:redelivered t:exchange t:routing-key l:messages
60.72 basic.get-empty t:reserved
60.80 basic.ack L:delivery-tag b:multiple
60.90 basic.reject L:delivery-tag b:requeue
60.110 basic.recover b:requeue
60.111 basic.recover-ok
60.120 basic.nack L:delivery-tag b:multiple b:requeue
85.10 confirm.select b:no-wait
85.11 confirm.select-ok
90.10 tx.select
90.11 tx.select-ok
90.20 tx.commit
90.21 tx.commit-ok
90.30 tx.rollback
90.31 tx.rollback-ok`;

export interface AmqpArgument {
  type: string;
  name: string;
}

export interface AmqpMethod {
  name: string;
  args: readonly AmqpArgument[];
}

const methods: ReadonlyMap<string, AmqpMethod> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', name = '', ...args] = line.split(' ');
      return [id, { name, args: args.map((arg) => ({ type: arg.charAt(0), name: arg.slice(2) })) }];
    }),
);

export const amqpMethod = (classId: number, methodId: number): AmqpMethod | undefined =>
  methods.get(`${classId}.${methodId}`);

/** Those that a message follows: its properties, then its body. */
export const carriesMessage = (name: string): boolean => /^basic\.(publish|return|deliver|get-ok)$/.test(name);

/** In the order of their flags, from the highest bit. T here is a timestamp. */
export const amqpProperties: readonly AmqpArgument[] = [
  { type: 't', name: 'content-type' },
  { type: 't', name: 'content-encoding' },
  { type: 'm', name: 'headers' },
  { type: 'o', name: 'delivery-mode' },
  { type: 'o', name: 'priority' },
  { type: 't', name: 'correlation-id' },
  { type: 't', name: 'reply-to' },
  { type: 't', name: 'expiration' },
  { type: 't', name: 'message-id' },
  { type: 'L', name: 'timestamp' },
  { type: 't', name: 'type' },
  { type: 't', name: 'user-id' },
  { type: 't', name: 'app-id' },
  { type: 't', name: 'cluster-id' },
];

const sayings: Readonly<Record<string, string>> = {
  exchange: 'Which exchange routes it. Without a name it goes to the queue that the routing key names.',
  'routing-key': 'What the exchange chooses the queue by; without an exchange the name of the queue.',
  'consumer-tag': 'Which consumer of this channel it is for.',
  'delivery-tag': 'What it is acknowledged by, on this channel.',
  redelivered: '1: it was delivered before, and not acknowledged.',
  'correlation-id': 'Nest’s packet id: the reply has the same, so that the caller knows whose answer it is.',
  'reply-to': 'The queue for the answer; RabbitMQ’s direct reply-to needs no queue.',
  headers: 'A table of what users add: here the ids of the trace.',
  'delivery-mode': '2: RabbitMQ writes it to disk; 1: it does not.',
  queue: 'The queue.',
  reserved: 'Was of use in an earlier version.',
};

export const amqpSays = (name: string): string => sayings[name] ?? 'An argument of the method.';
