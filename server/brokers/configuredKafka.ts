// The Kafka that KAFKA_BROKERS names. It is somebody else's: watched, never killed, shared with other sessions.
import { connect } from 'node:net';
import { problem, ProblemError } from '#shared/problem.ts';
import { kafkaLogin } from '#shared/transports/kafkaLogin.ts';
import { BrokerChanges } from './brokerChanges.ts';
import type { BrokerHandle } from './brokerHandle.ts';
import type { BrokerUrl } from './brokerUrl.ts';
import { configuredHandle } from './configuredHandle.ts';
import { withDeadline } from './deadline.ts';
import { parseKafkaUrl } from './kafkaUrl.ts';

const answerMs = 4000;
const retryMs = 1000;

/** Rejects with a ProblemError when no Kafka answers there within 4 s: a dead one is never replaced in silence. */
export async function connectConfiguredKafka(url: string): Promise<BrokerHandle> {
  const address = parseKafkaUrl(url);
  const brokers = await withDeadline(countBrokers(address), answerMs, () => new Error('no answer')).catch(
    (error: unknown) => Promise.reject(deadProblem(address, error)),
  );
  // Every connection is led through a link of ours, where faults act, and a link leads to one place.
  if (brokers > 1) throw clusterProblem(address, brokers);
  const changes = new BrokerChanges('up');
  return configuredHandle({ url, address, changes, setting: 'KAFKA_BROKERS', disconnect: watch(address, changes) });
}

async function countBrokers(address: BrokerUrl): Promise<number> {
  const { Kafka, logLevel } = await import('kafkajs');
  const { host, port } = address;
  const admin = new Kafka({
    clientId: 'patchbay',
    brokers: [`${host.includes(':') ? `[${host}]` : host}:${port}`],
    logLevel: logLevel.NOTHING,
    connectionTimeout: answerMs,
    retry: { retries: 0 },
    ...kafkaLogin(address),
  }).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length;
  } finally {
    // What it still waits for then is nobody's any more.
    void admin.disconnect().catch(() => undefined);
  }
}

/**
 * One connection stays open, so that the box can say when that Kafka goes and comes. Kafka closes it after ten idle
 * minutes: only when another one cannot be opened is it taken for gone.
 */
function watch({ host, port, shown }: BrokerUrl, changes: BrokerChanges): () => void {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  let socket = open();
  function open(): ReturnType<typeof connect> {
    let wasOpen = false;
    const opened = connect({ host, port });
    opened.once('connect', () => {
      wasOpen = true;
      changes.to('up');
    });
    opened.on('error', () => opened.destroy());
    opened.once('close', () => {
      if (isOver) return;
      if (!wasOpen) changes.to('down', `${shown} closed the connection`);
      timer = setTimeout(() => (socket = open()), wasOpen ? 0 : retryMs);
    });
    // It says nothing; without this an end of the other side is not seen.
    return opened.resume();
  }
  return () => {
    isOver = true;
    clearTimeout(timer);
    socket.destroy();
  };
}

function deadProblem(address: BrokerUrl, error: unknown): ProblemError {
  const reason = error instanceof Error ? error.message : String(error);
  const cure = /SASL|authenti/i.test(reason)
    ? 'Put the right user and password into KAFKA_BROKERS (kafka://user:password@host:port)'
    : 'Start that Kafka';
  return new ProblemError(
    problem(
      'brokerFailed',
      `KAFKA_BROKERS is set to ${address.shown}, but no Kafka answers there within ${answerMs / 1000} s (${reason}). ` +
        `${cure}, or type: unset KAFKA_BROKERS`,
    ),
  );
}

function clusterProblem({ shown }: BrokerUrl, brokers: number): ProblemError {
  return new ProblemError(
    problem(
      'brokerFailed',
      `KAFKA_BROKERS is set to ${shown}, which is a cluster of ${brokers} brokers. ` +
        'Name a Kafka that is one broker, or type: unset KAFKA_BROKERS',
    ),
  );
}
