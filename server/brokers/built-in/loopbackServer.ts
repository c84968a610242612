import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** Where the clients of a built-in broker come in: loopback alone, and no waiting for full packets. */
export class LoopbackServer {
  readonly #server: Server;

  constructor(accept: (socket: Socket) => void) {
    // Without noDelay every second small answer waits 40 ms for the peer's acknowledgement.
    this.#server = createServer({ noDelay: true }, accept);
  }

  /** 0 while it does not listen. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Port 0 takes a free one. Rejects with Node's error, `EADDRINUSE` for instance. */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host: '127.0.0.1', backlog: 511 }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  /** Resolves when every connection has ended; to end them is the broker's. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
