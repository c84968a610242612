import { isMqttTopic } from '#shared/transports/mqttTopic.ts';
import type { BrokerState } from './brokerState.ts';
import type { Subscription } from './interest.ts';
import { weakest, type Message, type QoS } from './message.ts';
import type { Session } from './session.ts';
import { readFilter, type Wanted } from './topic.ts';
import { pingResponse, writeAcknowledgement, writeSuback, writeUnsuback, type Request } from './wire/codec.ts';
import { ProtocolError } from './wire/protocolError.ts';

/** Of a client that is connected. */
export interface Client {
  readonly session: Session;
  write(bytes: Buffer): void;
}

const refused = 128;

/** Carries out one request, in full: the next one finds everything done. A ProtocolError ends the connection. */
export function execute(
  broker: BrokerState,
  client: Client,
  request: Exclude<Request, { cmd: 'connect' | 'disconnect' }>,
): void {
  const { outbox } = client.session;
  switch (request.cmd) {
    case 'publish':
      return publish(broker, client, request);
    case 'pubrel':
      return release(broker, client, request.id);
    case 'puback':
      return outbox.confirmed(request.id, 1);
    case 'pubrec':
      return outbox.received(request.id);
    case 'pubcomp':
      return outbox.confirmed(request.id, 2);
    case 'subscribe':
      return subscribe(broker, client, request);
    case 'unsubscribe':
      for (const text of request.filters) unsubscribe(broker, client.session, text);
      return client.write(writeUnsuback(request.id));
    case 'pingreq':
      return client.write(pingResponse);
  }
}

function publish(broker: BrokerState, client: Client, { message, id }: Extract<Request, { cmd: 'publish' }>): void {
  if (!isMqttTopic(message.topic)) throw new ProtocolError('a topic that nothing can be published to');
  if (message.topic.startsWith('$share/')) throw new ProtocolError('a topic that only stands in filters');
  switch (message.qos) {
    case 0:
      return broker.publish(message);
    case 1:
      client.write(writeAcknowledgement('puback', id));
      return broker.publish(message);
    case 2:
      if (!client.session.keepIncoming(id, message)) throw new ProtocolError('too many unfinished messages');
      return client.write(writeAcknowledgement('pubrec', id));
  }
}

function release(broker: BrokerState, client: Client, id: number): void {
  const message = client.session.releaseIncoming(id);
  client.write(writeAcknowledgement('pubcomp', id));
  if (message !== undefined) broker.publish(message);
}

function subscribe(
  broker: BrokerState,
  client: Client,
  { id, subscriptions }: Extract<Request, { cmd: 'subscribe' }>,
): void {
  const granted: number[] = [];
  const kept: Message[] = [];
  for (const { topic, qos } of subscriptions) {
    const wanted = readFilter(topic);
    if (wanted === undefined) throw new ProtocolError('a filter that nothing can match');
    const isGranted = add(broker, client.session, { ...wanted, text: topic, qos });
    granted.push(isGranted ? qos : refused);
    // Who shares a filter gets nothing of what was kept before.
    if (!isGranted || wanted.group !== undefined) continue;
    for (const message of broker.retained.matching(wanted.filter))
      kept.push({ ...message, qos: weakest(message.qos, qos) });
  }
  client.write(writeSuback(id, granted));
  for (const message of kept) client.session.deliver(message);
}

interface Asked extends Wanted {
  text: string;
  qos: QoS;
}

function add({ interest, limits }: BrokerState, session: Session, { text, qos, filter, group }: Asked): boolean {
  const before = session.subscriptions.get(text);
  if (before === undefined && session.subscriptions.size >= limits.subscriptions) return false;
  const subscription: Subscription = { session, filter, group, qos };
  if (before !== undefined) interest.remove(before);
  if (!interest.add(subscription)) {
    session.subscriptions.delete(text);
    return false;
  }
  session.subscriptions.set(text, subscription);
  return true;
}

function unsubscribe({ interest }: BrokerState, session: Session, text: string): void {
  if (readFilter(text) === undefined) throw new ProtocolError('a filter that nothing can match');
  const subscription = session.subscriptions.get(text);
  if (subscription === undefined) return;
  session.subscriptions.delete(text);
  interest.remove(subscription);
}
