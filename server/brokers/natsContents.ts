import { z } from 'zod';
import type { BrokerContents } from '#shared/brokerContents.ts';
import { natsContents } from './built-in/nats/contents.ts';

/** `subsz` of the monitoring port of nats-server. */
const subszSchema = z.object({
  subscriptions_list: z.array(z.object({ subject: z.string(), qgroup: z.string().optional() })).default([]),
});

const answerMs = 2000;

/** What a nats-server with this monitoring port says. Rejects when it does not answer in time. */
export async function readNatsMonitor(monitorPort: number): Promise<BrokerContents> {
  const address = `http://127.0.0.1:${monitorPort}/subsz?subs=1&limit=5000`;
  const response = await fetch(address, { signal: AbortSignal.timeout(answerMs) });
  const { subscriptions_list: list } = subszSchema.parse(await response.json());
  return natsContents(list.map(({ subject, qgroup }) => ({ subject, queue: qgroup })));
}
