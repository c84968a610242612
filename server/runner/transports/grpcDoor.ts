import { createServer, type Server, type Socket } from 'node:net';
import { grpc } from '../wire/grpcPackage.ts';

/**
 * Where a gRPC server takes its connections from. Sockets of our own, handed to the library one by one: then the port is
 * known, and the end of the process can be played as it is, at once and without the farewell of HTTP/2.
 *
 *   caller ══▶ net.Server ── socket ──▶ grpc.Server
 */
export class GrpcDoor {
  readonly #sockets = new Set<Socket>();
  readonly #injector: grpc.ConnectionInjector;
  readonly #server: Server;
  #isDraining = false;

  static async open(server: grpc.Server): Promise<GrpcDoor> {
    const door = new GrpcDoor(server);
    await new Promise<void>((resolve, reject) => {
      door.#server.once('error', reject);
      door.#server.listen(0, '127.0.0.1', resolve);
    });
    // A failed accept (too many open files) concerns that one caller only.
    door.#server.on('error', () => undefined);
    return door;
  }

  private constructor(server: grpc.Server) {
    this.#injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      this.#injector.injectConnection(socket);
    });
  }

  get port(): number | undefined {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  }

  /** Nobody new gets in. Who is connected is asked to leave (GOAWAY), and gets the answers under way before. */
  drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    this.#server.close();
    this.#injector.destroy();
  }

  /** Resolves when those who were asked to leave have left, or after `maxMs`. */
  async left(maxMs: number): Promise<void> {
    if (!this.#isDraining || this.#sockets.size === 0) return;
    const all = Promise.all(
      [...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
    );
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([all, new Promise((resolve) => (timer = setTimeout(resolve, maxMs)))]);
    clearTimeout(timer);
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Ends every connection at once. */
  cut(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
