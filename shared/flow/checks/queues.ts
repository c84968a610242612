import type { Problem } from '../../problem.ts';
import type { Flow } from '../flow.ts';
import { queueOf, rmqListenersOn, type RmqListener } from '../rmqRoute.ts';
import { error, warning } from './finding.ts';

interface Checked {
  id: string;
  listenerId: string;
  listener: RmqListener;
}

/** Listeners of one queue that declare it differently: RabbitMQ refuses the second. And dead letters that nobody would keep. */
export function checkQueues(flow: Flow, { id, listenerId, listener }: Checked): Problem[] {
  const found: Problem[] = [];
  const at = `services.${id}.listeners.${listenerId}`;
  const { queue, durable, deadLetterQueue } = queueOf(listener);
  const others = rmqListenersOn(flow, listener.broker).filter((one) => one !== listener);
  const isRefused = others
    .map(queueOf)
    .some((one) => one.queue === queue && (one.durable !== durable || one.deadLetterQueue !== deadLetterQueue));
  if (isRefused) {
    const message = `Another listener declares the queue "${queue}" with other settings, and RabbitMQ refuses the second. Give both the same, or this one another queue.`;
    found.push(error('wireTransport', message, `${at}.queue`));
  }
  if (deadLetterQueue !== undefined && !others.some((one) => queueOf(one).queue === deadLetterQueue)) {
    const message = `Nobody listens to the queue "${deadLetterQueue}", so what "${queue}" gives up is lost. Add a listener with that queue.`;
    found.push(warning('wireTransport', message, `${at}.deadLetterQueue`));
  }
  return found;
}
