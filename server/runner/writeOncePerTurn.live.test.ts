import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { writeOncePerTurn } from './writeOncePerTurn.ts';

test('what is written in one turn arrives together and in order, and what comes in a later turn after it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const accepted = once(server, 'connection');
  const socket = connect(port, '127.0.0.1');
  writeOncePerTurn(socket);
  await once(socket, 'connect');
  const [peer] = (await accepted) as [Socket];
  const chunks: string[] = [];
  peer.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  for (const text of ['a', 'b', 'c']) socket.write(text);
  await once(peer, 'data');
  expect(chunks).toEqual(['abc']);
  socket.write('d');
  const large = 'x'.repeat(100_000);
  socket.write(large);
  socket.end('e');
  await once(peer, 'end');
  expect(chunks.join('')).toBe(`abcd${large}e`);
  peer.destroy();
  server.close();
});
