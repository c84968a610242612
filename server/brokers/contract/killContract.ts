import { once } from 'node:events';
import { expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { collect, RedisClients } from './redisClients.ts';
import { eventually } from './eventually.ts';

/** What happens when it dies, on purpose or not, and comes back. */
export function killContract(broker: () => BrokerHandle): void {
  it('killed and restarted on its port, again and again, its clients come back with their subscriptions', async () => {
    using clients = new RedisClients(broker().port);
    const options = { maxRetriesPerRequest: null };
    const listener = await clients.connect(options);
    const publisher = await clients.connect(options);
    const messages = collect(listener);
    await listener.subscribe('heal');
    for (const round of ['first', 'second', 'third']) {
      const lost = Promise.all([once(listener, 'close'), once(publisher, 'close')]);
      await broker().kill();
      await lost;
      expect(broker().state).toBe('down');
      await broker().restart();
      await eventually(() => publisher.publish('heal', round)).toBe(1);
    }
    await eventually(() => messages.map(({ text }) => text)).toEqual(['first', 'second', 'third']);
  });

  it('says what happens to it', async () => {
    const changes: string[] = [];
    const stop = broker().onChange((state, why) => changes.push(why === undefined ? state : `${state}: ${why}`));
    await Promise.all([broker().kill(), broker().kill(), broker().restart(), broker().restart()]);
    stop();
    await broker().kill();
    await broker().restart();
    const restart = ['starting', 'up'];
    expect(changes).toEqual(['down: killed', ...restart, 'down: restarting', ...restart]);
  });

  it('an end that nobody asked for is noticed, with its reason', async () => {
    using clients = new RedisClients(broker().port);
    const client = await clients.connect();
    const pid = /process_id:(\d+)/.exec(await client.info('server'))?.[1];
    const down = new Promise((resolve) => {
      broker().onChange((state, why) => state === 'down' && resolve(why));
    });
    process.kill(Number(pid), 'SIGKILL');
    expect(await down).toMatch(/ ended by SIGKILL$/);
    expect(broker().state).toBe('down');
    await broker().restart();
    expect({ state: broker().state, why: broker().why }).toEqual({ state: 'up', why: undefined });
  });

  it('forgets everything when it is killed, as it has no disk', async () => {
    using clients = new RedisClients(broker().port);
    const client = await clients.connect({ maxRetriesPerRequest: null });
    await client.set('kept', 'no');
    await broker().restart();
    expect(await client.get('kept')).toBeNull();
  });
}
