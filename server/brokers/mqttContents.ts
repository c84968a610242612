import type { MqttClient } from 'mqtt';
import type { BrokerContents } from '#shared/brokerContents.ts';
import type { BrokerLogin } from './brokerHandle.ts';
import { mqttContents, retainedTable } from './built-in/mqtt/contents.ts';
import type { Message } from './built-in/mqtt/message.ts';
import { withDeadline } from './deadline.ts';

const answerMs = 2000;

/** What a broker has retained, as whoever subscribes to everything is told. MQTT has no way to ask who else subscribes. */
export async function readMqttContents({ host, port, username, password }: BrokerLogin): Promise<BrokerContents> {
  const { connect } = await import('mqtt');
  const client = connect({
    protocol: 'mqtt',
    host,
    port,
    reconnectPeriod: 0,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  });
  try {
    const messages = await withDeadline(retainedBy(client), answerMs, () => new Error('no answer'));
    return mqttContents(retainedTable(messages));
  } finally {
    await client.endAsync(true);
  }
}

/** They come before the answer to what is asked next. */
async function retainedBy(client: MqttClient): Promise<Message[]> {
  const found: Message[] = [];
  client.on('message', (topic, payload, { retain, qos }) => {
    if (retain) found.push({ topic, payload, qos, retain });
  });
  await new Promise((resolve, reject) => {
    client.once('connect', resolve);
    client.on('error', reject);
    client.once('close', () => reject(new Error('it closes the connection')));
  });
  await client.subscribeAsync('#', { qos: 2 });
  await client.unsubscribeAsync('#');
  return found;
}
