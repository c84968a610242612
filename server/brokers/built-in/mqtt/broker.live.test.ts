import { generate } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../contract/eventually.ts';
import { connectRawMqtt } from '../../contract/rawMqtt.ts';
import type { RunningBroker } from './broker.ts';
import { startBroker } from './broker.ts';
import type { Limits } from './limits.ts';

async function withBroker(limits: Partial<Limits>, test: (broker: RunningBroker) => Promise<void>): Promise<void> {
  const broker = await startBroker(0, limits);
  try {
    await test(broker);
  } finally {
    await broker.close();
  }
}

const large = 'x'.repeat(90_000);

describe('the bounds of the built-in MQTT broker', () => {
  it('one client too many is told so and closed', () =>
    withBroker({ clients: 1 }, async ({ port }) => {
      const one = await connectRawMqtt(port);
      await one.ask('connect a clean');
      const two = await connectRawMqtt(port);
      expect(await two.untilClosed()).toEqual(['connack 3']);
      one.close();
      const again = async (): Promise<string[]> => {
        const three = await connectRawMqtt(port);
        return three.ask('connect b clean').catch(() => ['refused']);
      };
      await eventually(again).toEqual(['connack 0']);
    }));

  it('a client of MQTT 5 is told that it is not spoken here', () =>
    withBroker({}, async ({ port }) => {
      const client = await connectRawMqtt(port);
      client.write(generate({ cmd: 'connect', clientId: 'a', clean: true, keepalive: 0, protocolVersion: 5 }));
      expect(await client.untilClosed()).toEqual(['connack 1']);
    }));

  it('subscriptions have a bound for each client and one for all of them, and leave room when they go', () =>
    withBroker({ subscriptions: 2, subscriptionBytes: 130 }, async ({ port }) => {
      const [one, two] = [await connectRawMqtt(port), await connectRawMqtt(port)];
      expect(await one.ask('connect a clean ; sub 1 a 0 b 1 c 0')).toEqual(['connack 0', 'suback 1 0 1 128']);
      expect(await two.ask(`connect b clean ; sub 1 ${'x'.repeat(40)} 0 y 0`)).toEqual(['connack 0', 'suback 1 128 0']);
      expect(await one.ask('unsub 2 a ; sub 3 c 0')).toEqual(['unsuback 2', 'suback 3 0']);
      two.close();
      await eventually(() => one.ask('unsub 4 c ; sub 5 z 0')).toEqual(['unsuback 4', 'suback 5 0']);
    }));

  it('who does not read is cut off, and nobody else', () =>
    withBroker({ outputBytes: 80_000 }, async ({ port }) => {
      const [greedy, other] = [await connectRawMqtt(port), await connectRawMqtt(port)];
      await greedy.ask('connect a clean ; sub 1 a 0');
      greedy.send(`pub a ${large}`);
      await greedy.untilClosed();
      expect(await other.ask('connect b clean ; sub 1 a 0')).toEqual(['connack 0', 'suback 1 0']);
    }));

  it('what waits for a client that sleeps has a bound, in number and in bytes', () =>
    withBroker({ queued: 3, queuedBytes: 100_000 }, async ({ port }) => {
      const [one, two] = [await connectRawMqtt(port), await connectRawMqtt(port)];
      one.send('connect a keep ; sub 1 t 1 ; disconnect');
      await one.untilClosed();
      await two.ask(
        `connect b clean ; pub t 1 1 1 ; pub t ${large} 1 2 ; pub t ${large} 1 3 ; pub t 4 1 4 ; pub t 5 1 5`,
      );
      const again = await connectRawMqtt(port);
      expect(await again.ask('connect a keep')).toEqual([
        'connack 0 again',
        'publish t 1 qos 1 id 1',
        `publish t ${large} qos 1 id 2`,
        'publish t 4 qos 1 id 3',
      ]);
      expect(await again.ask(`puback 1 ; puback 2 ; puback 3 ; pub t ${large} 1 1`)).toEqual([
        'puback 1',
        `publish t ${large} qos 1 id 4`,
      ]);
    }));

  it('of the sessions that sleep the longest unused one gives way', () =>
    withBroker({ sleepingSessions: 1 }, async ({ port }) => {
      for (const name of ['a', 'b']) {
        const client = await connectRawMqtt(port);
        client.send(`connect ${name} keep ; sub 1 t 1 ; disconnect`);
        await client.untilClosed();
      }
      const [a, b] = [await connectRawMqtt(port), await connectRawMqtt(port)];
      expect(await b.ask('connect b keep')).toEqual(['connack 0 again']);
      expect(await a.ask('connect a keep')).toEqual(['connack 0']);
    }));

  it('retained messages have a bound, in number and in bytes', () =>
    withBroker({ retained: 2, retainedBytes: 300 }, async ({ port }) => {
      const client = await connectRawMqtt(port);
      const keep = ['a one', `b ${'x'.repeat(300)}`, 'c three', 'd four'];
      await client.ask(`connect a clean ; ${keep.map((text) => `pub ${text} 0 0 retain`).join(' ; ')}`);
      expect(await client.ask('sub 1 # 0')).toEqual([
        'suback 1 0',
        'publish a one qos 0 retained',
        'publish c three qos 0 retained',
      ]);
    }));

  it('who leaves too many messages of QoS 2 unfinished is cut off', () =>
    withBroker({ queued: 2 }, async ({ port }) => {
      const client = await connectRawMqtt(port);
      client.send('connect a clean ; pub t x 2 1 ; pub t x 2 2 ; pub t x 2 3');
      expect(await client.untilClosed()).toEqual(['connack 0', 'pubrec 1', 'pubrec 2']);
    }));

  it('who does not say who it is, is cut off', () =>
    withBroker({ connectMs: 20 }, async ({ port }) => {
      expect(await (await connectRawMqtt(port)).untilClosed()).toEqual([]);
    }));

  it('who falls silent is taken for gone, and its last will is published', () =>
    withBroker({}, async ({ port }) => {
      const [silent, witness] = [await connectRawMqtt(port), await connectRawMqtt(port)];
      await witness.ask('connect w clean ; sub 1 gone 0');
      const will = { topic: 'gone', payload: Buffer.from('s') };
      silent.write(generate({ cmd: 'connect', clientId: 's', clean: true, keepalive: 1, will }));
      await silent.untilClosed();
      expect(await witness.ask('')).toEqual(['publish gone s qos 0']);
    }));

  it('a share gets nothing of what was kept before, as MQTT 5 has it', () =>
    withBroker({}, async ({ port }) => {
      const client = await connectRawMqtt(port);
      await client.ask('connect a clean ; pub t old 0 0 retain');
      expect(await client.ask('sub 1 $share/g/t 0')).toEqual(['suback 1 0']);
    }));

  it('names of object properties are no topics of anybody', () =>
    withBroker({}, async ({ port }) => {
      const client = await connectRawMqtt(port);
      expect(await client.ask('connect __proto__ clean ; pub constructor x ; unsub 1 __proto__')).toEqual([
        'connack 0',
        'unsuback 1',
      ]);
    }));

  it('a port that is taken is an error', () =>
    withBroker({}, async ({ port }) => {
      await expect(startBroker(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    }));
});
