import { expect, it } from 'vitest';
import type { BrokerHandle } from '../brokerHandle.ts';
import { RawRedis, respCommand } from './rawRedis.ts';
import { RedisClients } from './redisClients.ts';
import { eventually } from './eventually.ts';

/** Strings, expiry, connection and errors, with texts that have been the same in every Redis for years. */
export function commandContract(broker: () => BrokerHandle): void {
  it('keeps, counts and forgets strings', async () => {
    using clients = new RedisClients(broker().port);
    const client = await clients.connect();
    await client.flushall();
    expect([
      await client.mset({ a: '1', b: '2' }),
      await client.set('a', '3', 'NX'),
      await client.set('a', '4', 'XX'),
      await client.set('a', '5', 'GET'),
      await client.mget('a', 'b', 'c'),
      await client.incr('a'),
      await client.decr('a'),
      await client.incrby('n', 40),
      await client.exists('a', 'a', 'c'),
      await client.type('a'),
      await client.dbsize(),
      (await client.keys('[ab]')).sort(),
      await client.scan(0, 'MATCH', 'n*'),
      await client.del('a', 'b', 'c'),
      await client.get('a'),
    ]).toEqual(['OK', null, 'OK', '4', ['5', '2', null], 6, 5, 40, 2, 'string', 3, ['a', 'b'], ['0', ['n']], 2, null]);
  });

  it('databases do not see each other', async () => {
    using clients = new RedisClients(broker().port);
    const [zero, one] = [await clients.connect({ db: 0 }), await clients.connect({ db: 1 })];
    await zero.set('where', 'zero');
    expect([await one.get('where'), await zero.get('where')]).toEqual([null, 'zero']);
  });

  it('a key goes when its time is over, and not before', async () => {
    using clients = new RedisClients(broker().port);
    const client = await clients.connect();
    await client.set('soon', 'x', 'PX', 30);
    await client.set('later', 'x', 'EX', 1000);
    await eventually(() => client.get('soon')).toBeNull();
    const ttl = await client.ttl('later');
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(1000);
    await client.set('later', 'y', 'KEEPTTL');
    expect(await client.pttl('later')).toBeGreaterThan(0);
    await client.set('later', 'z');
    expect([await client.ttl('later'), await client.ttl('soon')]).toEqual([-1, -2]);
    expect([await client.expire('later', 0), await client.get('later')]).toEqual([1, null]);
  });

  it('answers a long pipeline in order', async () => {
    using clients = new RedisClients(broker().port);
    const client = await clients.connect();
    const pipeline = client.pipeline();
    const texts = Array.from({ length: 5000 }, (_, index) => `text ${index}`);
    for (const text of texts) pipeline.echo(text);
    expect(await pipeline.exec()).toEqual(texts.map((text) => [null, text]));
  });

  it('gives back large values, pipelined, without losing the client', async () => {
    using clients = new RedisClients(broker().port);
    const client = await clients.connect();
    const value = 'v'.repeat(4 * 1024 * 1024);
    await client.set('large', value);
    const all = await Promise.all(Array.from({ length: 20 }, () => client.get('large')));
    expect(all.every((one) => one === value)).toBe(true);
    await client.del('large');
  });

  it.each([
    ['nope a b', "-ERR unknown command 'nope', with args beginning with: 'a' 'b' \r\n"],
    ['get', "-ERR wrong number of arguments for 'get' command\r\n"],
    ['set a b c', '-ERR syntax error\r\n'],
    ['set a b ex 0', "-ERR invalid expire time in 'set' command\r\n"],
    ['set a b ex x', '-ERR value is not an integer or out of range\r\n'],
    ['select 99', '-ERR DB index is out of range\r\n'],
    ['hello 9', '-NOPROTO unsupported protocol version\r\n'],
    [
      'auth secret',
      '-ERR AUTH <password> called without any password configured for the default user. ' +
        'Are you sure your configuration is correct?\r\n',
    ],
    ['auth nobody secret', '-WRONGPASS invalid username-password pair or user is disabled.\r\n'],
  ])('%s gives the error of Redis', async (line, reply) => {
    const client = await RawRedis.connect(broker().port);
    expect(await client.ask(`${line}\r\n`)).toBe(reply);
    client.close();
  });

  it('counting past what is a number is refused', async () => {
    using clients = new RedisClients(broker().port);
    const client = await clients.connect();
    await client.mset({ word: 'x', most: '9223372036854775807' });
    await expect(client.incr('word')).rejects.toThrow('ERR value is not an integer or out of range');
    await expect(client.incr('most')).rejects.toThrow('ERR increment or decrement would overflow');
  });

  it('a RESP2 client that listens may ask for nothing else, a RESP3 client may', async () => {
    const client = await RawRedis.connect(broker().port);
    await client.ask(respCommand('SUBSCRIBE', 'only'));
    expect(await client.ask(respCommand('GET', 'a'))).toBe(
      "-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context\r\n",
    );
    expect(await client.ask(respCommand('PING'))).toBe('*2\r\n$4\r\npong\r\n$0\r\n\r\n');
    expect(await client.ask(respCommand('RESET'))).toBe('+RESET\r\n');
    await client.ask(respCommand('HELLO', '3'));
    expect(await client.ask(respCommand('SUBSCRIBE', 'only'))).toBe('>3\r\n$9\r\nsubscribe\r\n$4\r\nonly\r\n:1\r\n');
    expect(await client.ask(respCommand('GET', 'missing'))).toBe('_\r\n');
    client.close();
  });

  it.each([
    { bytes: '*1\r\n+PING\r\n', reason: "expected '$', got '+'" },
    { bytes: '*nonsense\r\n', reason: 'invalid multibulk length' },
    { bytes: '*1\r\n$-7\r\n', reason: 'invalid bulk length' },
    { bytes: '*1\r\n$99999999999\r\n', reason: 'invalid bulk length' },
    { bytes: 'GET "open\r\n', reason: 'unbalanced quotes in request' },
    { bytes: 'x'.repeat(70_000), reason: 'too big inline request' },
  ])('malformed input is answered and closed, and hurts nobody else: $reason', async ({ bytes, reason }) => {
    const [good, bad] = [await RawRedis.connect(broker().port), await RawRedis.connect(broker().port)];
    bad.write(bytes);
    expect(await bad.untilClosed()).toBe(`-ERR Protocol error: ${reason}\r\n`);
    expect(await good.ask('PING\r\n')).toBe('+PONG\r\n');
    good.close();
  });

  it('QUIT answers what came before it, then closes', async () => {
    const client = await RawRedis.connect(broker().port);
    client.write('ECHO last\r\nQUIT\r\nECHO never\r\n');
    expect(await client.untilClosed()).toBe('$4\r\nlast\r\n+OK\r\n');
  });
}
