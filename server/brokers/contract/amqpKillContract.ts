import { expect, it } from 'vitest';
import { connect as keepConnected } from 'amqp-connection-manager';
import type { ConfirmChannel } from 'amqplib';
import { amqpUrl } from '../amqpUrl.ts';
import type { BrokerHandle } from '../brokerHandle.ts';
import { AmqpClients, collect, quiet, text } from './amqpClients.ts';
import { eventually } from './eventually.ts';

/** What survives the end of the broker, and how its clients come back. */
export function amqpKillContract(broker: () => BrokerHandle, rounds: number): void {
  it('killed, it keeps persistent messages in durable queues, and nothing else', async () => {
    await using clients = new AmqpClients(broker().port);
    const channel = await clients.confirming();
    await channel.assertExchange('kept', 'topic', { durable: true });
    await channel.assertQueue('kept', { durable: true, arguments: { 'x-max-length': 100 } });
    await channel.bindQueue('kept', 'kept', 'a.#');
    await channel.assertQueue('lost', { durable: false });
    for (let index = 0; index < 6; index += 1) {
      channel.publish('kept', 'a.b', Buffer.from(`${index}`), { persistent: index % 2 === 0, headers: { index } });
      channel.sendToQueue('lost', Buffer.from(`${index}`), { persistent: true });
    }
    await channel.waitForConfirms();
    await broker().restart();
    const next = await clients.confirming();
    const { texts, messages } = await collect(next, 'kept', { show: text });
    await eventually(() => texts).toEqual(['0', '2', '4']);
    expect(messages.map(({ properties }) => properties.headers)).toEqual([{ index: 0 }, { index: 2 }, { index: 4 }]);
    next.publish('kept', 'a.c', Buffer.from('still bound'));
    await eventually(() => texts).toEqual(['0', '2', '4', 'still bound']);
    await next.deleteQueue('kept');
    await next.deleteExchange('kept');
    await expect(quiet(await clients.channel()).checkQueue('lost')).rejects.toThrow('NOT_FOUND');
  });

  it(`killed and restarted on its port ${rounds} times under load, nothing confirmed is lost`, async () => {
    const manager = keepConnected([amqpUrl({ host: '127.0.0.1', port: broker().port })], {
      reconnectTimeInSeconds: 0.02,
    });
    const heard = new Set<string>();
    const confirmed: string[] = [];
    const consumer = manager.createChannel({
      setup: async (channel: ConfirmChannel) => {
        await channel.assertQueue('load', { durable: true });
        await channel.consume('load', (message) => {
          if (message === null) return;
          heard.add(String(message.content));
          channel.ack(message);
        });
      },
    });
    const publisher = manager.createChannel({ json: false });
    // A kill while a channel is being set up is told here; without a listener it would be thrown.
    for (const channel of [consumer, publisher]) channel.on('error', () => undefined);
    await consumer.waitForConnect();
    let sent = 0;
    const load = setInterval(() => {
      const word = `${(sent += 1)}`;
      publisher.sendToQueue('load', Buffer.from(word), { persistent: true }).then(
        () => confirmed.push(word),
        () => undefined,
      );
    }, 2);
    for (let round = 0; round < rounds; round += 1) {
      const before = confirmed.length;
      await broker().kill();
      expect(broker().state).toBe('down');
      await broker().restart();
      await eventually(() => confirmed.length).toBeGreaterThan(before);
    }
    clearInterval(load);
    await eventually(() => confirmed.every((word) => heard.has(word))).toBe(true);
    await manager.close();
  });
}
