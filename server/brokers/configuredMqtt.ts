// The MQTT broker that MQTT_URL names. It is somebody else's: watched, never killed, shared with other sessions.
import type { MqttClient } from 'mqtt';
import { problem, ProblemError } from '#shared/problem.ts';
import { BrokerChanges } from './brokerChanges.ts';
import type { BrokerHandle } from './brokerHandle.ts';
import type { BrokerUrl } from './brokerUrl.ts';
import { configuredHandle } from './configuredHandle.ts';
import { withDeadline } from './deadline.ts';
import { parseMqttUrl } from './mqttUrl.ts';

const answerMs = 2000;
const retryMs = 1000;

/** Rejects with a ProblemError when no MQTT broker answers there within 2 s: a dead one is never replaced in silence. */
export async function connectConfiguredMqtt(url: string): Promise<BrokerHandle> {
  const address = parseMqttUrl(url);
  const changes = new BrokerChanges('starting');
  const client = await connectTo(address);
  changes.to('up');
  client.on('connect', () => changes.to('up'));
  client.on('close', () => changes.to('down', `${address.shown} closed the connection`));
  return configuredHandle({
    url,
    address,
    changes,
    setting: 'MQTT_URL',
    disconnect: () => client.endAsync(true),
  });
}

/** It stays open and reconnects, so that the box can say when that broker goes and comes. */
async function connectTo({ host, port, username, password, shown }: BrokerUrl): Promise<MqttClient> {
  const { connect } = await import('mqtt');
  const client = connect({
    protocol: 'mqtt',
    host,
    port,
    connectTimeout: answerMs,
    reconnectPeriod: retryMs,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  });
  // After the first one `close` follows and is what counts.
  client.on('error', () => undefined);
  const connected = new Promise((resolve, reject) => {
    client.once('connect', resolve);
    client.once('error', reject);
    client.once('close', () => reject(new Error('it closes the connection')));
  });
  try {
    await withDeadline(connected, answerMs, () => new Error('no answer'));
    return client;
  } catch (error) {
    await client.endAsync(true);
    throw deadProblem(shown, error);
  }
}

function deadProblem(shown: string, error: unknown): ProblemError {
  const reason = error instanceof Error ? error.message : String(error);
  const cure = /authoriz|user name|identifier/i.test(reason)
    ? 'Put the right user and password into MQTT_URL (mqtt://user:password@host:port)'
    : 'Start that broker';
  return new ProblemError(
    problem(
      'brokerFailed',
      `MQTT_URL is set to ${shown}, but no MQTT broker answers there within ${answerMs / 1000} s (${reason}). ` +
        `${cure}, or type: unset MQTT_URL`,
    ),
  );
}
