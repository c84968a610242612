import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { collect, RedisClients } from './redisClients.ts';
import { eventually } from './eventually.ts';

/** What happens when it stands still, and goes on. */
export function pauseContract(broker: () => BrokerHandle): void {
  it('standing still it keeps its connections and answers nothing; then it answers all, in order', async () => {
    using clients = new RedisClients(broker().port);
    const listener = await clients.connect();
    const publisher = await clients.connect();
    const messages = collect(listener);
    const lost: string[] = [];
    for (const client of [listener, publisher]) client.on('close', () => lost.push('lost'));
    await listener.subscribe('still');
    const pid = /process_id:(\d+)/.exec(await publisher.info('server'))?.[1] ?? '';
    await broker().pause();
    await broker().pause();
    // T: stopped by a signal.
    await eventually(() => spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout[0]).toBe('T');
    const published = ['a', 'b', 'c'].map((text) => publisher.publish('still', text));
    expect(broker().state).toBe('up');
    await broker().resume();
    expect(await Promise.all(published)).toEqual([1, 1, 1]);
    await eventually(() => messages.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    await broker().resume();
    expect(lost).toEqual([]);
  });

  it('can be killed and restarted while it stands still, and then it does not', async () => {
    using clients = new RedisClients(broker().port);
    await broker().pause();
    await broker().kill();
    await expect(broker().pause()).rejects.toMatchObject({ problem: { code: 'notRunning' } });
    await broker().restart();
    await broker().pause();
    await broker().restart();
    const client = await clients.connect();
    expect(await client.ping()).toBe('PONG');
  });
}
