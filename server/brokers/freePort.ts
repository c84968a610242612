import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that systems hand to outgoing connections (32768 and up on Linux, 49152 on others). From that range a
 * client that tries to reconnect to a killed broker can be given the broker's own port as its source: it then is
 * connected to itself, and the broker cannot come back.
 */
const from = 20_000;
const to = 32_768;
const attempts = 50;

/** A loopback port that nobody has at this moment; another process may still take it before it is used. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(from, to);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${from} and ${to} in ${attempts} attempts. Close programs that listen there.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
