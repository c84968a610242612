// What every MQTT broker that a session can get must do alike, asked by the MQTT client itself and by mosquitto_pub and _sub.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { findBinary } from '../findBinary.ts';
import { plainEnv } from './brokersUnderTest.ts';
import { eventually } from './eventually.ts';
import { RawRedis } from './rawRedis.ts';
import { bytesOf, connectRawMqtt } from './rawMqtt.ts';

class MqttClients implements AsyncDisposable {
  readonly #port: number;
  readonly #clients: MqttClient[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  async connect(options: IClientOptions = {}): Promise<MqttClient> {
    const client = await connectAsync(`mqtt://127.0.0.1:${this.#port}`, { reconnectPeriod: 20, ...options });
    client.on('error', () => undefined);
    this.#clients.push(client);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.endAsync(true)));
  }
}

/** Everything that arrives from now on. */
async function collect(client: MqttClient, filter: string, qos: 0 | 1 | 2 = 0): Promise<string[]> {
  const texts: string[] = [];
  client.on('message', (topic, payload) => void texts.push(`${topic} ${payload.toString()}`));
  await client.subscribeAsync(filter, { qos });
  return texts;
}

const publisherProgram = await findBinary(['mosquitto_pub'], plainEnv);
const subscriberProgram = await findBinary(['mosquitto_sub'], plainEnv);
const hasPrograms = publisherProgram !== undefined && subscriberProgram !== undefined;

export function mqttContract(start: () => Promise<BrokerHandle>): void {
  let running: BrokerHandle | undefined;
  const broker = (): BrokerHandle => {
    if (running === undefined) throw new Error('The broker was not started.');
    return running;
  };

  beforeAll(async () => {
    running = await start();
  });

  afterAll(() => running?.close());

  it('says what it has retained, and who subscribes to what where it can tell', async () => {
    await using clients = new MqttClients(broker().port);
    const [one, two] = [await clients.connect(), await clients.connect()];
    for (const client of [one, two]) await client.subscribeAsync(['held/#', '$share/workers/held/work']);
    await one.publishAsync('held/kept', '{"on":true}', { retain: true, qos: 1 });
    const { tables } = await broker().contents();
    const held = tables.map((table) => ({
      ...table,
      rows: table.rows.filter(([name]) => String(name).startsWith('held')),
    }));
    const retained = {
      title: 'Retained messages',
      columns: ['topic', 'message', 'QoS'],
      rows: [['held/kept', '{"on":true}', 1]],
    };
    const topics = {
      title: 'Topics',
      columns: ['topic', 'group', 'subscribers'],
      rows: [
        ['held/#', '', 2],
        ['held/work', 'workers', 2],
      ],
    };
    expect(held).toEqual(broker().source === 'built-in' ? [topics, retained] : [retained]);
    await one.publishAsync('held/kept', '', { retain: true, qos: 1 });
  });

  it.each([0, 1, 2] as const)('gives a message of QoS %i to everybody who wants it, in order', async (qos) => {
    await using clients = new MqttClients(broker().port);
    const publisher = await clients.connect();
    const others = await Promise.all(Array.from({ length: 20 }, () => clients.connect()));
    const heard = await Promise.all(others.map((client) => collect(client, 'all/+', qos)));
    for (let index = 0; index < 20; index += 1) publisher.publish('all/here', String(index), { qos });
    const expected = Array.from({ length: 20 }, (_, index) => `all/here ${index}`);
    await eventually(() => heard.every((texts) => texts.length === 20)).toBe(true);
    expect(heard).toEqual(others.map(() => expected));
  });

  it('what one client publishes keeps its order, whatever the QoS and whether it is retained', async () => {
    await using clients = new MqttClients(broker().port);
    const [publisher, listener] = [await clients.connect(), await clients.connect()];
    const heard = await collect(listener, 'mixed');
    for (let index = 0; index < 200; index += 1) {
      publisher.publish('mixed', String(index), { qos: index % 3 === 0 ? 1 : 0, retain: index % 2 === 0 });
    }
    await eventually(() => heard.length).toBe(200);
    expect(heard).toEqual(Array.from({ length: 200 }, (_, index) => `mixed ${index}`));
    await publisher.publishAsync('mixed', '', { retain: true });
  });

  it('shares messages between the members of a group, in turns, and gives all of them to each other group', async () => {
    await using clients = new MqttClients(broker().port);
    const [publisher, a, b, c] = await Promise.all([1, 2, 3, 4].map(() => clients.connect()));
    if (!publisher || !a || !b || !c) throw new Error('not connected');
    const one = await collect(a, '$share/workers/jobs/#');
    const two = await collect(b, '$share/workers/jobs/#');
    const audit = await collect(c, '$share/audit/jobs/#');
    for (let index = 0; index < 10; index += 1) publisher.publish('jobs/new', String(index));
    await eventually(() => audit.length).toBe(10);
    await eventually(() => [one.length, two.length]).toEqual([5, 5]);
    expect([...one, ...two].sort()).toEqual([...audit].sort());
    await a.endAsync();
    publisher.publish('jobs/new', 'later');
    await eventually(() => two.at(-1)).toBe('jobs/new later');
  });

  it('of subscribing and unsubscribing in one breath only the last counts', async () => {
    await using clients = new MqttClients(broker().port);
    const client = await clients.connect();
    const heard = await collect(client, 'breath');
    for (let round = 0; round < 50; round += 1) {
      client.unsubscribe('breath');
      client.subscribe('breath');
      client.publish('breath', String(round));
    }
    await eventually(() => heard.length).toBe(50);
  });

  it('carries any bytes, up to a MiB', async () => {
    await using clients = new MqttClients(broker().port);
    const client = await clients.connect();
    const bytes = Buffer.alloc(
      1024 * 1024,
      Uint8Array.from({ length: 256 }, (_, value) => value),
    );
    await client.subscribeAsync('bytes');
    const arrived = new Promise<Buffer>((resolve) => {
      client.once('message', (_topic, payload) => resolve(payload));
    });
    client.publish('bytes', bytes);
    expect(bytes.equals(await arrived)).toBe(true);
  });

  it('publishes a last will when a connection breaks or its client connects anew, and not after a goodbye', async () => {
    await using clients = new MqttClients(broker().port);
    const heard = await collect(await clients.connect(), 'gone');
    const mortal = async (text: string): Promise<RawRedis> => {
      const raw = await RawRedis.connect(broker().port);
      raw.write(bytesOf(`connect mortal clean will gone ${text} 0`));
      await raw.until('\x20\x02\x00\x00');
      return raw;
    };
    (await mortal('broken')).close();
    await eventually(() => heard).toEqual(['gone broken']);
    const polite = await mortal('polite');
    polite.write(bytesOf('disconnect'));
    await polite.untilClosed();
    const first = await mortal('replaced');
    const second = await mortal('second');
    await first.untilClosed();
    second.close();
    await eventually(() => heard.at(-1)).toBe('gone second');
    expect(heard).toEqual(['gone broken', 'gone replaced', 'gone second']);
  });

  it('a subscriber that does not read is cut off or left without, before it takes all memory', async () => {
    await using clients = new MqttClients(broker().port);
    const publisher = await clients.connect();
    const slow = await RawRedis.connect(broker().port);
    slow.write(bytesOf('connect slow clean ; sub 1 flood 0'));
    await slow.until('\x90\x03\x00\x01\x00');
    slow.pause();
    const heard = await collect(await clients.connect(), 'others');
    const mebibyte = Buffer.alloc(1024 * 1024);
    for (let round = 0; round < 60; round += 1) await publisher.publishAsync('flood', mebibyte, { qos: 1 });
    await publisher.publishAsync('others', 'still here', { qos: 1 });
    await eventually(() => heard).toEqual(['others still here']);
    slow.close();
  });

  it.skipIf(!hasPrograms)(
    `speaks with mosquitto_pub and mosquitto_sub${hasPrograms ? '' : ' (not found, so skipped; type: apt-get install mosquitto-clients)'}`,
    async () => {
      const at = ['-h', '127.0.0.1', '-p', String(broker().port)];
      const run = promisify(execFile);
      const say = (...words: string[]) => run(publisherProgram ?? '', [...at, ...words]);
      await say('-t', 'tool/kept', '-m', 'before', '-r', '-q', '2');
      const tool = spawn(subscriberProgram ?? '', [...at, '-t', 'tool/#', '-q', '2', '-v', '-C', '3']);
      let printed = '';
      tool.stdout.on('data', (text: Buffer) => (printed += text.toString()));
      await eventually(() => printed).toContain('tool/kept before');
      const ended = once(tool, 'close');
      await say('-t', 'tool/a', '-m', 'hello', '-q', '1');
      await say('-t', 'tool/b', '-m', 'world');
      await ended;
      expect(printed).toBe('tool/kept before\ntool/a hello\ntool/b world\n');
      await say('-t', 'tool/kept', '-n', '-r');
    },
  );

  it('killed and restarted on its port ten times under load, its clients come back with their subscriptions', async () => {
    await using clients = new MqttClients(broker().port);
    const [listener, publisher] = [await clients.connect(), await clients.connect()];
    const heard = await collect(listener, 'heal');
    const load = setInterval(() => {
      if (publisher.connected) publisher.publish('load', 'x');
    }, 1);
    for (let round = 0; round < 10; round += 1) {
      await broker().kill();
      expect(broker().state).toBe('down');
      await broker().restart();
      await eventually(() => {
        if (publisher.connected) publisher.publish('heal', String(round));
        return heard.includes(`heal ${round}`);
      }).toBe(true);
    }
    clearInterval(load);
  });

  it('an end that nobody asked for is noticed, and says so', async () => {
    const changes: string[] = [];
    const stop = broker().onChange((state, why) => changes.push(why === undefined ? state : `${state}: ${why}`));
    await Promise.all([broker().kill(), broker().restart(), broker().restart()]);
    stop();
    expect(changes).toEqual(['down: killed', 'starting', 'up', 'down: restarting', 'starting', 'up']);
  });

  it.skipIf(process.platform === 'win32')(
    'standing still it keeps its connections; then it answers all, in order',
    async () => {
      const client = await connectRawMqtt(broker().port);
      await client.ask('connect still clean ; sub 1 still 0');
      await broker().pause();
      client.send('pub still a ; pub still b ; pub still c');
      await broker().resume();
      expect(await client.ask('')).toEqual(['publish still a qos 0', 'publish still b qos 0', 'publish still c qos 0']);
      client.close();
    },
  );
}
