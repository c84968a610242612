import { describe, expect, it } from 'vitest';
import { RawRedis, respCommand } from '../../contract/rawRedis.ts';
import type { RunningBroker } from './broker.ts';
import { startBroker } from './broker.ts';
import type { Limits } from './limits.ts';
import { eventually } from '../../contract/eventually.ts';

async function withBroker(limits: Partial<Limits>, test: (broker: RunningBroker) => Promise<void>): Promise<void> {
  const broker = await startBroker(0, limits);
  try {
    await test(broker);
  } finally {
    await broker.close();
  }
}

describe('the bounds of the built-in broker', () => {
  it('one client too many is told so and closed', () =>
    withBroker({ clients: 2 }, async ({ port }) => {
      const [one, two] = [await RawRedis.connect(port), await RawRedis.connect(port)];
      await Promise.all([one.ask('PING\r\n'), two.ask('PING\r\n')]);
      const three = await RawRedis.connect(port);
      expect(await three.untilClosed()).toBe('-ERR max number of clients reached\r\n');
      one.close();
      await eventually(async () => (await two.ask('CLIENT LIST\r\n')).match(/id=/g)?.length).toBe(1);
      const four = await RawRedis.connect(port);
      expect(await four.ask('PING\r\n')).toBe('+PONG\r\n');
    }));

  it('keys take no more memory than allowed, and room is made by deleting and by expiry', () =>
    withBroker({ keyBytes: 10_000 }, async ({ port }) => {
      const client = await RawRedis.connect(port);
      const full = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
      const value = 'v'.repeat(4000);
      expect([
        await client.ask(respCommand('SET', 'a', value)),
        await client.ask(respCommand('SET', 'b', value, 'PX', '1')),
        await client.ask(respCommand('SET', 'a', value)),
      ]).toEqual(['+OK\r\n', '+OK\r\n', '+OK\r\n']);
      await eventually(() => client.ask(respCommand('SET', 'c', value))).toBe('+OK\r\n');
      expect(await client.ask(respCommand('SET', 'd', value))).toBe(full);
      expect(await client.ask(respCommand('SET', 'c', 'less'))).toBe('+OK\r\n');
      expect(await client.ask(respCommand('SET', 'd', value))).toBe('+OK\r\n');
      await client.ask('FLUSHALL\r\n');
      expect(await client.ask(respCommand('MSET', 'a', value, 'b', value))).toBe('+OK\r\n');
    }));

  it('a reply above the output bound ends that client only', () =>
    withBroker({ outputBytes: 100_000 }, async ({ port }) => {
      const [greedy, other] = [await RawRedis.connect(port), await RawRedis.connect(port)];
      await greedy.ask(respCommand('SET', 'a', 'v'.repeat(1000)));
      greedy.write(respCommand('MGET', ...Array.from({ length: 500 }, () => 'a')));
      expect(await greedy.untilClosed()).toBe('');
      expect(await other.ask('EXISTS a\r\n')).toBe(':1\r\n');
    }));

  it('a client that has sent half a command costs no more than its bytes, however slowly they come', () =>
    withBroker({}, async ({ port }) => {
      const client = await RawRedis.connect(port);
      for (const byte of respCommand('ECHO', 'slow')) client.write(byte);
      expect(await client.until('slow\r\n')).toBe('$4\r\nslow\r\n');
    }));

  it('names of object properties are no commands', () =>
    withBroker({}, async ({ port }) => {
      const client = await RawRedis.connect(port);
      expect(await client.ask('constructor\r\n')).toBe(
        "-ERR unknown command 'constructor', with args beginning with: \r\n",
      );
      expect(await client.ask('CLIENT toString\r\n')).toBe("-ERR unknown subcommand 'toString'. Try CLIENT HELP.\r\n");
    }));

  it('a port that is taken is an error', () =>
    withBroker({}, async ({ port }) => {
      await expect(startBroker(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    }));
});
