import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { BatchingServerTCP, PromptServerTCP } from './tcpServer.ts';

/** Notes what is asked of it; the operating system has no word for it afterwards. */
class NotingSocket extends Socket {
  asked: boolean | undefined;

  override setNoDelay(noDelay = true): this {
    this.asked = noDelay;
    return this;
  }
}

it.each([
  { named: 'sends replies at once', Server: PromptServerTCP, asked: true },
  {
    named: "leaves Nagle's algorithm on, as NestJS does, where a listener wants that",
    Server: BatchingServerTCP,
    asked: undefined,
  },
])('$named', ({ Server, asked }) => {
  const socket = new NotingSocket();
  new Server({ host: '127.0.0.1', port: 0 }).bindHandler(socket);
  expect(socket.asked).toBe(asked);
  socket.destroy();
});
