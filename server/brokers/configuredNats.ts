// The NATS that NATS_URL names. It is somebody else's: watched, never killed, shared with other sessions.
import type { NatsConnection } from '@nats-io/transport-node';
import { problem, ProblemError } from '#shared/problem.ts';
import { natsLogin } from '#shared/transports/natsLogin.ts';
import { BrokerChanges } from './brokerChanges.ts';
import type { BrokerHandle } from './brokerHandle.ts';
import type { BrokerUrl } from './brokerUrl.ts';
import { configuredHandle } from './configuredHandle.ts';
import { parseNatsUrl } from './natsUrl.ts';

const answerMs = 2000;
const retryMs = 1000;

/** Rejects with a ProblemError when no NATS answers there within 2 s: a dead one is never replaced in silence. */
export async function connectConfiguredNats(url: string): Promise<BrokerHandle> {
  const address = parseNatsUrl(url);
  const changes = new BrokerChanges('starting');
  const connection = await connectTo(address);
  changes.to('up');
  void watch({ connection, address, changes });
  return configuredHandle({
    url,
    address,
    changes,
    setting: 'NATS_URL',
    disconnect: () => connection.close(),
  });
}

/** It stays open and reconnects, so that the box can say when that NATS goes and comes. */
async function connectTo(address: BrokerUrl): Promise<NatsConnection> {
  const { host, port } = address;
  const { connect } = await import('@nats-io/transport-node');
  try {
    return await connect({
      servers: `${host.includes(':') ? `[${host}]` : host}:${port}`,
      timeout: answerMs,
      maxReconnectAttempts: -1,
      reconnectTimeWait: retryMs,
      // The other members of its cluster are not what the setting names.
      ignoreClusterUpdates: true,
      ...natsLogin(address),
    });
  } catch (error) {
    throw deadProblem(address, error);
  }
}

interface Watched {
  connection: NatsConnection;
  address: BrokerUrl;
  changes: BrokerChanges;
}

async function watch({ connection, address, changes }: Watched): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'reconnect') changes.to('up');
    if (type === 'disconnect') changes.to('down', `${address.shown} closed the connection`);
  }
}

function deadProblem(address: BrokerUrl, error: unknown): ProblemError {
  const reason = error instanceof Error ? error.message : String(error);
  const cure = /authoriz/i.test(reason)
    ? 'Put the right user and password into NATS_URL (nats://user:password@host:port)'
    : 'Start that NATS';
  return new ProblemError(
    problem(
      'brokerFailed',
      `NATS_URL is set to ${address.shown}, but no NATS answers there within ${answerMs / 1000} s (${reason}). ` +
        `${cure}, or type: unset NATS_URL`,
    ),
  );
}
