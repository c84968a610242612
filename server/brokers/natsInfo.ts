import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { withDeadline } from './deadline.ts';

const infoSchema = z.object({ server_name: z.string(), version: z.string() });
export type NatsInfo = z.infer<typeof infoSchema>;

/** What a NATS on loopback says of itself to whoever connects; rejects when nothing there says it in time. */
export async function readNatsInfo(port: number, timeoutMs: number): Promise<NatsInfo> {
  const socket = connect({ port, host: '127.0.0.1' });
  // An error is heard below; one after that is of no interest.
  socket.on('error', () => undefined);
  try {
    const lines = createInterface(socket);
    const failed = Promise.race([once(socket, 'error'), once(socket, 'close')]).then((why) => Promise.reject(why));
    const first: unknown[] = await withDeadline(
      Promise.race([once(lines, 'line'), failed]),
      timeoutMs,
      () => new Error('no answer'),
    );
    const [, json = ''] = /^INFO (.*)$/.exec(String(first[0])) ?? [];
    return infoSchema.parse(JSON.parse(json));
  } finally {
    socket.destroy();
  }
}
