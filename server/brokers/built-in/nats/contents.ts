import type { BrokerContents } from '#shared/brokerContents.ts';
import { brokerTable } from '#shared/brokerTable.ts';

/** One client's interest in one subject. */
export interface NatsSubscription {
  readonly subject: string;
  readonly queue?: string | undefined;
}

/** Subjects, who of them share, and how many subscribe. The server's own subjects begin with `$SYS`. */
export function natsContents(subscriptions: Iterable<NatsSubscription>): BrokerContents {
  const counts = new Map<string, { subject: string; queue: string; count: number }>();
  for (const { subject, queue = '' } of subscriptions) {
    if (subject.startsWith('$SYS.')) continue;
    const key = `${subject} ${queue}`;
    counts.set(key, { subject, queue, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const rows = [...counts.values()].map(({ subject, queue, count }) => [subject, queue, count]);
  return { tables: [brokerTable('Subjects', ['subject', 'queue group', 'subscribers'], rows)] };
}
