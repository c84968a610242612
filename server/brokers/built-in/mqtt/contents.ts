import type { BrokerContents, BrokerTable } from '#shared/brokerContents.ts';
import { brokerTable } from '#shared/brokerTable.ts';
import type { Message } from './message.ts';

const shownCharacters = 120;

/** Who of the connected and sleeping clients wants what. */
export function topicsTable(subscriptions: Iterable<{ filter: string; group?: string | undefined }>): BrokerTable {
  const counts = new Map<string, { filter: string; group: string; count: number }>();
  for (const { filter, group = '' } of subscriptions) {
    const key = `${group}/${filter}`;
    counts.set(key, { filter, group, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const rows = [...counts.values()].map(({ filter, group, count }) => [filter, group, count]);
  return brokerTable('Topics', ['topic', 'group', 'subscribers'], rows);
}

/** What whoever subscribes from now on gets first. */
export function retainedTable(messages: Iterable<Pick<Message, 'topic' | 'payload' | 'qos'>>): BrokerTable {
  const rows = [...messages].map(({ topic, payload, qos }) => [topic, shown(payload), qos]);
  return brokerTable('Retained messages', ['topic', 'message', 'QoS'], rows);
}

export const mqttContents = (...tables: BrokerTable[]): BrokerContents => ({ tables });

function shown(payload: Buffer): string {
  const text = payload.subarray(0, 4 * shownCharacters).toString();
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
