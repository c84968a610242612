import type { BrokerState } from './brokerState.ts';
import type { Client } from './client.ts';
import { readConnect } from './connectOptions.ts';
import { chooseReceivers, type Subscription } from './interest.ts';
import { isLiteral, isSubject } from './subject.ts';
import { ProtocolError } from './wire/protocolError.ts';
import type { Publication, Request } from './wire/request.ts';

const noResponders = Buffer.from('NATS/1.0 503\r\n\r\n');
const nothing = Buffer.alloc(0);

/** Carries out one request. A ProtocolError ends the connection. */
export function execute(broker: BrokerState, client: Client, request: Request): void {
  switch (request.op) {
    case 'connect':
      client.options = readConnect(request.options, client.options);
      return confirm(client);
    case 'ping':
      return client.say('PONG');
    case 'pong':
      client.unansweredPings = 0;
      return;
    case 'sub':
      return subscribe(broker, client, request);
    case 'unsub':
      return unsubscribe(broker, client, request);
    case 'pub':
      return publish(broker, client, request);
  }
}

export function endSubscription(broker: BrokerState, subscription: Subscription): void {
  subscription.client.subscriptions.delete(subscription.sid);
  broker.interest.remove(subscription);
}

function confirm(client: Client): void {
  if (client.options.verbose) client.say('+OK');
}

function subscribe(
  broker: BrokerState,
  client: Client,
  { subject, queue, sid }: Extract<Request, { op: 'sub' }>,
): void {
  if (!isSubject(subject)) return client.say("-ERR 'Invalid Subject'");
  // The same id again changes nothing: that is how nats-server has it.
  if (!client.subscriptions.has(sid)) {
    const subscription: Subscription = { client, subject, queue, sid, delivered: 0 };
    const isFull = client.subscriptions.size >= broker.limits.subscriptions;
    if (isFull || !broker.interest.add(subscription)) return client.say("-ERR 'maximum subscriptions exceeded'");
    client.subscriptions.set(sid, subscription);
  }
  confirm(client);
}

function unsubscribe(broker: BrokerState, client: Client, { sid, max }: Extract<Request, { op: 'unsub' }>): void {
  const subscription = client.subscriptions.get(sid);
  if (subscription !== undefined) {
    subscription.max = max;
    if (max === undefined || subscription.delivered >= max) endSubscription(broker, subscription);
  }
  confirm(client);
}

function publish(broker: BrokerState, client: Client, publication: Publication): void {
  const { subject, reply, headers } = publication;
  if (headers !== undefined && !client.options.headers) throw new ProtocolError('message headers not supported');
  // It is told, and its message goes on all the same.
  if (client.options.pedantic && !isLiteral(subject)) client.say("-ERR 'Invalid Publish Subject'");
  confirm(client);
  const wanting = broker.interest.in(subject).filter((one) => one.client !== client || client.options.echo);
  for (const receiver of chooseReceivers(wanting, Math.random)) deliver(broker, receiver, publication);
  if (wanting.length === 0 && reply !== undefined && client.options.noResponders) tellNobody(broker, client, reply);
}

/** A request that nobody listens to is answered at once: an empty message with status 503 to the one who asked. */
function tellNobody(broker: BrokerState, client: Client, reply: string): void {
  const answer: Publication = { op: 'pub', subject: reply, headers: noResponders, payload: nothing };
  for (const receiver of broker.interest.in(reply)) {
    if (receiver.client === client) deliver(broker, receiver, answer);
  }
}

function deliver(broker: BrokerState, receiver: Subscription, publication: Publication): void {
  const { client, sid, max } = receiver;
  receiver.delivered += 1;
  if (max !== undefined && receiver.delivered >= max) endSubscription(broker, receiver);
  client.deliver({ ...publication, sid });
}
