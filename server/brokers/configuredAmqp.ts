// The RabbitMQ that AMQP_URL names. It is somebody else's: watched, never killed, shared with other sessions.
import type { AmqpConnectionManager } from 'amqp-connection-manager';
import { problem, ProblemError } from '#shared/problem.ts';
import { amqpUrl, parseAmqpUrl } from './amqpUrl.ts';
import { BrokerChanges } from './brokerChanges.ts';
import type { BrokerHandle } from './brokerHandle.ts';
import type { BrokerUrl } from './brokerUrl.ts';
import { configuredHandle } from './configuredHandle.ts';
import { withDeadline } from './deadline.ts';

const answerMs = 2000;
const retryS = 1;
const heartbeatS = 5;

/** Rejects with a ProblemError when no RabbitMQ answers there within 2 s: a dead one is never replaced in silence. */
export async function connectConfiguredAmqp(url: string): Promise<BrokerHandle> {
  const address = parseAmqpUrl(url);
  const changes = new BrokerChanges('starting');
  const { connect } = await import('amqp-connection-manager');
  const manager = connect([amqpUrl(address)], {
    reconnectTimeInSeconds: retryS,
    heartbeatIntervalInSeconds: heartbeatS,
    connectionOptions: { timeout: answerMs },
  });
  await firstConnection(manager, address);
  changes.to('up');
  manager.on('connect', () => changes.to('up'));
  manager.on('disconnect', () => changes.to('down', `${address.shown} closed the connection`));
  return configuredHandle({ url, address, changes, setting: 'AMQP_URL', disconnect: () => manager.close() });
}

/** It stays open and reconnects, so that the box can say when that RabbitMQ goes and comes. */
async function firstConnection(manager: AmqpConnectionManager, address: BrokerUrl): Promise<void> {
  const connected = new Promise<void>((resolve, reject) => {
    manager.once('connect', () => resolve());
    manager.once('connectFailed', ({ err }) => reject(err));
  });
  try {
    await withDeadline(connected, answerMs, () => new Error('no answer'));
  } catch (error) {
    await manager.close();
    throw deadProblem(address, error);
  }
}

function deadProblem(address: BrokerUrl, error: unknown): ProblemError {
  const reason = error instanceof Error ? error.message : String(error);
  const cure = /ACCESS.REFUSED|403/i.test(reason)
    ? 'Put the right user and password into AMQP_URL (amqp://user:password@host:port)'
    : 'Start that RabbitMQ';
  return new ProblemError(
    problem(
      'brokerFailed',
      `AMQP_URL is set to ${address.shown}, but no RabbitMQ answers there within ${answerMs / 1000} s (${reason}). ` +
        `${cure}, or type: unset AMQP_URL`,
    ),
  );
}
