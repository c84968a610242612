// What every NATS that a session can get must do alike, asked by the NATS client itself.
import { connect, headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { eventually } from './eventually.ts';
import { connectRawNats } from './rawNats.ts';

class NatsClients implements AsyncDisposable {
  readonly #port: number;
  readonly #clients: NatsConnection[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  async connect(): Promise<NatsConnection> {
    const options = { maxReconnectAttempts: -1, reconnectTimeWait: 20, reconnectJitter: 0 };
    const client = await connect({ servers: `127.0.0.1:${this.#port}`, ...options });
    this.#clients.push(client);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}

/** Everything that arrives from now on. */
async function collect(client: NatsConnection, subject: string, queue?: string): Promise<string[]> {
  const texts: string[] = [];
  const callback = (_error: Error | null, message: Msg): void =>
    void texts.push(`${message.subject} ${message.string()}`);
  client.subscribe(subject, { callback, ...(queue === undefined ? {} : { queue }) });
  await client.flush();
  return texts;
}

export function natsContract(start: () => Promise<BrokerHandle>): void {
  let running: BrokerHandle | undefined;
  const broker = (): BrokerHandle => {
    if (running === undefined) throw new Error('The broker was not started.');
    return running;
  };

  beforeAll(async () => {
    running = await start();
  });

  afterAll(() => running?.close());

  it('says who subscribes to what, alone or in a queue group', async () => {
    await using clients = new NatsClients(broker().port);
    const [one, two] = await Promise.all([clients.connect(), clients.connect()]);
    for (const client of [one, two]) {
      await collect(client, 'held.work', 'workers');
      await collect(client, 'held.>');
    }
    await collect(one, 'held.alone');
    await eventually(async () => {
      const { tables } = await broker().contents();
      return tables.map(({ title, columns, rows }) => ({
        title,
        columns,
        rows: rows.filter(([subject]) => String(subject).startsWith('held.')),
      }));
    }).toEqual([
      {
        title: 'Subjects',
        columns: ['subject', 'queue group', 'subscribers'],
        rows: [
          ['held.>', '', 2],
          ['held.alone', '', 1],
          ['held.work', 'workers', 2],
        ],
      },
    ]);
  });

  it('gives a message to everybody who wants it, in order', async () => {
    await using clients = new NatsClients(broker().port);
    const publisher = await clients.connect();
    const others = await Promise.all(Array.from({ length: 50 }, () => clients.connect()));
    const heard = await Promise.all(others.map((client) => collect(client, 'all.*')));
    for (let index = 0; index < 20; index += 1) publisher.publish('all.here', String(index));
    const expected = Array.from({ length: 20 }, (_, index) => `all.here ${index}`);
    await eventually(() => heard.every((texts) => texts.length === 20)).toBe(true);
    expect(heard).toEqual(others.map(() => expected));
  });

  it('gives each message to one of a queue group, and to one of each of several groups', async () => {
    await using clients = new NatsClients(broker().port);
    const publisher = await clients.connect();
    const [a, b, c] = [await clients.connect(), await clients.connect(), await clients.connect()];
    const one = await collect(a, 'jobs.>', 'workers');
    const two = await collect(b, 'jobs.*', 'workers');
    const audit = await collect(c, 'jobs.new', 'audit');
    for (let index = 0; index < 200; index += 1) publisher.publish('jobs.new', String(index));
    await eventually(() => audit.length).toBe(200);
    await eventually(() => one.length + two.length).toBe(200);
    expect([...one, ...two].sort()).toEqual([...audit].sort());
    expect(Math.min(one.length, two.length)).toBeGreaterThan(0);
  });

  it('carries headers and any bytes', async () => {
    await using clients = new NatsClients(broker().port);
    const client = await clients.connect();
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const sent = headers();
    sent.append('k', 'one');
    sent.append('k', 'two');
    const arrived = new Promise<Msg>((resolve) => {
      client.subscribe('bytes', { callback: (_error, message) => resolve(message) });
    });
    client.publish('bytes', bytes, { headers: sent });
    const message = await arrived;
    expect([message.headers?.values('k'), Buffer.from(message.data)]).toEqual([['one', 'two'], Buffer.from(bytes)]);
  });

  it('answers a request by whoever replies first, and tells at once when there is nobody', async () => {
    await using clients = new NatsClients(broker().port);
    const [asker, answerer] = [await clients.connect(), await clients.connect()];
    answerer.subscribe('sum', { callback: (_error, message) => void message.respond(`${message.string()}!`) });
    await answerer.flush();
    const replies = await Promise.all(Array.from({ length: 50 }, (_, index) => asker.request('sum', String(index))));
    expect(replies.map((reply) => reply.string())).toEqual(replies.map((_, index) => `${index}!`));
    await expect(asker.request('nobody', '', { timeout: 20_000 })).rejects.toThrow("no responders: 'nobody'");
  });

  it('says how large a message may be', async () => {
    await using clients = new NatsClients(broker().port);
    const client = await clients.connect();
    expect(client.info?.max_payload).toBe(1024 * 1024);
    const texts = await collect(client, 'large');
    client.publish('large', 'x'.repeat(1024 * 1024));
    await eventually(() => texts[0]?.length).toBe('large '.length + 1024 * 1024);
  });

  it('a subscriber that does not read is cut off before it takes all memory', async () => {
    await using clients = new NatsClients(broker().port);
    const publisher = await clients.connect();
    const slow = await connectRawNats(broker().port);
    slow.write('CONNECT {"verbose":false}\r\nSUB flood 1\r\nPING\r\n');
    await slow.until('PONG\r\n');
    slow.pause();
    const mebibyte = new Uint8Array(1024 * 1024);
    for (let round = 0; round < 150; round += 1) {
      publisher.publish('flood', mebibyte);
      await publisher.flush();
    }
    slow.resume();
    expect((await slow.untilClosed()).length).toBeLessThan(120 * 1024 * 1024);
    await publisher.flush();
  });

  it('killed and restarted on its port ten times under load, its clients come back with their subscriptions', async () => {
    await using clients = new NatsClients(broker().port);
    const [listener, publisher] = [await clients.connect(), await clients.connect()];
    const heard = await collect(listener, 'heal');
    const load = setInterval(() => publisher.publish('load', 'x'), 1);
    for (let round = 0; round < 10; round += 1) {
      await broker().kill();
      expect(broker().state).toBe('down');
      await broker().restart();
      await eventually(() => {
        publisher.publish('heal', String(round));
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
      await using clients = new NatsClients(broker().port);
      const client = await clients.connect();
      const heard = await collect(client, 'still');
      await broker().pause();
      for (const text of ['a', 'b', 'c']) client.publish('still', text);
      await broker().resume();
      await eventually(() => heard).toEqual(['still a', 'still b', 'still c']);
      expect(client.stats().inMsgs).toBe(3);
    },
  );
}
