import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A plain relay that writes down every byte, to compare with what the runner says that crossed its links. */
export interface RecordingRelay extends AsyncDisposable {
  port: number;
  /** What went to the target and what came back, of each connection; `client` is the port of whoever connected. */
  connections: { client: number; request: Buffer[]; reply: Buffer[] }[];
}

export async function startRecordingRelay(target: { host: string; port: number }): Promise<RecordingRelay> {
  const connections: RecordingRelay['connections'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const upstream = connect(target);
    const recorded = { client: socket.remotePort ?? 0, request: [] as Buffer[], reply: [] as Buffer[] };
    connections.push(recorded);
    for (const [from, to, kept] of [
      [socket, upstream, recorded.request],
      [upstream, socket, recorded.reply],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (chunk: Buffer) => {
        kept.push(chunk);
        to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
