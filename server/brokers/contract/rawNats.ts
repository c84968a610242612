import { RawRedis } from './rawRedis.ts';

/** A socket that speaks bytes to a NATS that has said its INFO. */
export async function connectRawNats(port: number): Promise<RawRedis> {
  const raw = await RawRedis.connect(port);
  await raw.until('\r\n');
  return raw;
}

/** Sends, and gives back what came for it: the answer to a PING shows where that ends. */
export async function askNats(raw: RawRedis, bytes: string): Promise<string> {
  raw.write(`${bytes}PING\r\n`);
  return (await raw.until('PONG\r\n')).replace(/(PING\r\n)?PONG\r\n$/, '');
}
