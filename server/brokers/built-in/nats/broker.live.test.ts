import { describe, expect, it } from 'vitest';
import { eventually } from '../../contract/eventually.ts';
import { askNats, connectRawNats } from '../../contract/rawNats.ts';
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

describe('the bounds of the built-in NATS', () => {
  it('one client too many is told so and closed', () =>
    withBroker({ clients: 1 }, async ({ port }) => {
      const one = await connectRawNats(port);
      await askNats(one, '');
      const two = await connectRawNats(port);
      expect(await two.untilClosed()).toBe("-ERR 'maximum connections exceeded'\r\n");
      one.close();
      const again = async (): Promise<string> => {
        const three = await connectRawNats(port);
        return askNats(three, '').catch(() => 'refused');
      };
      await eventually(again).toBe('');
    }));

  it('subscriptions have a bound for each client and one for all of them, and leave room when they go', () =>
    withBroker({ subscriptions: 2, subscriptionBytes: 30 }, async ({ port }) => {
      const [one, two] = [await connectRawNats(port), await connectRawNats(port)];
      const full = "-ERR 'maximum subscriptions exceeded'\r\n";
      expect(await askNats(one, 'SUB a 1\r\nSUB b 2\r\nSUB c 3\r\n')).toBe(`+OK\r\n+OK\r\n${full}`);
      expect(await askNats(two, `SUB ${'x'.repeat(30)} 1\r\nSUB ${'y'.repeat(20)} 2\r\n`)).toBe(`${full}+OK\r\n`);
      expect(await askNats(one, 'UNSUB 1\r\nSUB c 3\r\n')).toBe('+OK\r\n+OK\r\n');
      two.close();
      await eventually(() => askNats(one, `UNSUB 3\r\nSUB ${'z'.repeat(20)} 3\r\n`)).toBe('+OK\r\n+OK\r\n');
    }));

  it('who does not read is cut off, and nobody else', () =>
    withBroker({ outputBytes: 100_000 }, async ({ port }) => {
      const [greedy, other] = [await connectRawNats(port), await connectRawNats(port)];
      await askNats(greedy, 'CONNECT {"verbose":false}\r\n');
      greedy.write(
        'SUB a 1\r\n'.concat('PUB a 90000\r\n', 'x'.repeat(90_000), '\r\n').concat('SUB a 2\r\nSUB a 3\r\n'),
      );
      greedy.write(`PUB a 90000\r\n${'x'.repeat(90_000)}\r\n`);
      await greedy.untilClosed();
      expect(await askNats(other, 'SUB a 1\r\n')).toBe('+OK\r\n');
    }));

  it('who answers no PING is taken for gone', () =>
    withBroker({ pingMs: 20 }, async ({ port }) => {
      const client = await connectRawNats(port);
      expect(await client.untilClosed()).toBe("PING\r\nPING\r\n-ERR 'Stale Connection'\r\n");
    }));

  it('names of object properties are no subjects of anybody', () =>
    withBroker({}, async ({ port }) => {
      const client = await connectRawNats(port);
      expect(await askNats(client, 'PUB constructor 1\r\nx\r\nUNSUB __proto__\r\n')).toBe('+OK\r\n+OK\r\n');
    }));

  it('a port that is taken is an error', () =>
    withBroker({}, async ({ port }) => {
      await expect(startBroker(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    }));
});
