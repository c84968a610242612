// The same packets to the built-in broker and to a real mosquitto must give the same packets back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokerHandle } from './brokerHandle.ts';
import { buildEntry, type BuiltEntry } from './contract/brokersUnderTest.ts';
import { mqttMalformed, mqttMalformedLater, mqttScripts } from './contract/mqttScripts.ts';
import { hasRealMqtt, mqttUnderTest } from './contract/mqttUnderTest.ts';
import { connectRawMqtt, type RawMqtt } from './contract/rawMqtt.ts';

let entry: BuiltEntry;
let brokers: readonly BrokerHandle[] = [];

beforeAll(async () => {
  entry = await buildEntry('mqtt');
  const there = mqttUnderTest.filter(({ missing }) => !missing);
  brokers = await Promise.all(there.map(({ start }) => start(entry)));
});

afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.close()));
  await entry[Symbol.asyncDispose]();
});

/** Two clients; each line is said by the one that it names, on a new connection when it begins with CONNECT. */
async function transcript(port: number, lines: readonly string[]): Promise<string[]> {
  const clients: (RawMqtt | undefined)[] = [undefined, undefined];
  const answers: string[] = [];
  let speaker = 0;
  for (const line of lines) {
    const [, who, text = ''] = /^(?:([12]): )?(.*)$/.exec(line) ?? [];
    if (who !== undefined) speaker = Number(who) - 1;
    const isNew = text.startsWith('connect') && clients[speaker] === undefined;
    const client = isNew ? await connectRawMqtt(port) : clients[speaker];
    if (client === undefined) throw new Error(`"${line}" comes before a CONNECT.`);
    clients[speaker] = client;
    const ends = text.endsWith('disconnect') || (text.startsWith('connect') && !isNew);
    const answer = ends ? await lastWords(client, text) : await client.ask(text);
    if (ends) clients[speaker] = undefined;
    // Whether an acknowledgement or a message goes first is left open by MQTT.
    answers.push(`${line} → ${answer.sort().join(', ')}`);
  }
  for (const client of clients) client?.close();
  return answers;
}

async function lastWords(client: RawMqtt, text: string): Promise<string[]> {
  client.send(text);
  return client.untilClosed();
}

describe.skipIf(!hasRealMqtt)('the built-in MQTT broker and a real mosquitto', () => {
  it.each(Object.entries(mqttScripts))('agree about %s', async (_title, lines) => {
    const [builtIn, real] = await Promise.all(brokers.map(({ port }) => transcript(port, lines)));
    expect(builtIn).toEqual(real);
  });
});

describe('input that is not MQTT', () => {
  it.each([...mqttMalformed, ...mqttMalformedLater])(
    '%s closes the connection and hurts nobody else',
    async (_title, bytes) => {
      for (const { port } of brokers) {
        const [hostile, other] = [await connectRawMqtt(port), await connectRawMqtt(port)];
        hostile.write(Buffer.from(bytes, 'latin1'));
        await hostile.untilClosed();
        expect(await other.ask('connect other clean ; sub 1 a 0')).toEqual(['connack 0', 'suback 1 0']);
        other.close();
      }
    },
  );
});
