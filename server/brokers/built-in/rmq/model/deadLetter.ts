import { integer, integerOf, table, text, textOf, type Field, type FieldTable } from '../wire/field.ts';
import type { Message } from './message.ts';

export type Reason = 'rejected' | 'expired' | 'maxlen';

export interface Death {
  readonly queue: string;
  readonly reason: Reason;
  readonly nowMs: number;
}

/** The message as it goes on to the dead-letter exchange: its `x-death` header tells of every queue that it died in. */
export function deadMessage(
  message: Message,
  death: Death,
  to: { exchange: string; routingKey: string | undefined },
): Message {
  const { expiration, ...properties } = message.properties;
  const before = deaths(message);
  const same = before.find((each) => isOf(each, death));
  const count = integerOf(same?.get('count')) ?? 0;
  const fields: Record<string, Field> = {
    count: integer(count + 1),
    exchange: text(message.exchange),
    queue: text(death.queue),
    reason: text(death.reason),
    'routing-keys': { type: 'A', value: [text(message.routingKey)] },
    time: { type: 'T', value: BigInt(Math.floor(death.nowMs / 1000)) },
    ...(expiration === undefined ? {} : { 'original-expiration': text(expiration) }),
  };
  const latest = same === undefined ? table(fields) : new Map([...same, ['count', integer(count + 1)] as const]);
  const all = [latest, ...before.filter((each) => each !== same)];
  const first: [string, Field][] =
    before.length > 0
      ? []
      : [
          ['x-first-death-exchange', text(message.exchange)],
          ['x-first-death-queue', text(death.queue)],
          ['x-first-death-reason', text(death.reason)],
        ];
  const headers = new Map([
    ...(properties.headers ?? []),
    ['x-death', { type: 'A', value: all.map((value): Field => ({ type: 'F', value })) }] as const,
    ...first,
  ]);
  return {
    exchange: to.exchange,
    routingKey: to.routingKey ?? message.routingKey,
    properties: { ...properties, headers },
    body: message.body,
  };
}

/** A message that would go round for ever: it comes back to a queue that it died in, and nobody has rejected it on the way. */
export function goesRound(message: Message, queue: string): boolean {
  const before = deaths(message);
  const wasRejected = before.some((each) => textOf(each.get('reason')) === 'rejected');
  return !wasRejected && before.some((each) => textOf(each.get('queue')) === queue);
}

function deaths({ properties }: Message): FieldTable[] {
  const field = properties.headers?.get('x-death');
  return field?.type === 'A' ? field.value.flatMap((each) => (each.type === 'F' ? [each.value] : [])) : [];
}

const isOf = (each: FieldTable, { queue, reason }: Death): boolean =>
  textOf(each.get('queue')) === queue && textOf(each.get('reason')) === reason;
