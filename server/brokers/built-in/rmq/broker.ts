// A small broker that speaks AMQP 0-9-1 as RabbitMQ does: in memory, on loopback. What has to outlive it is kept in a folder.
// What it lacks is listed in lacks.ts.
import type { Socket } from 'node:net';
import type { BrokerContents } from '#shared/brokerContents.ts';
import { LoopbackServer } from '../loopbackServer.ts';
import { Connection } from './connection.ts';
import { rabbitContents } from './contents.ts';
import { keepJournal } from './journalFile.ts';
import type { Limits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import { VirtualHost } from './model/virtualHost.ts';

export interface RunningBroker {
  readonly port: number;
  contents(): BrokerContents;
  close(): Promise<void>;
}

export interface StartOptions {
  readonly limits?: Partial<Limits>;
  /** Where durable queues and persistent messages are kept; without one they go with the broker. */
  readonly folder?: string | undefined;
}

/** Port 0 takes a free one. Rejects with Node's error, `EADDRINUSE` for instance. */
export async function startBroker(port: number, { limits, folder }: StartOptions = {}): Promise<RunningBroker> {
  const broker = new Broker({ ...defaultLimits, ...limits });
  await broker.listen(port);
  // Only the one that has the port may write there. Nobody is let in before it is read: that happens in this very turn.
  if (folder !== undefined) broker.keepIn(folder);
  return broker;
}

class Broker implements RunningBroker {
  readonly #limits: Limits;
  readonly #host: VirtualHost;
  readonly #connections = new Set<Connection>();
  readonly #server: LoopbackServer;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#host = new VirtualHost(limits, () => setImmediate(() => this.#letIn()));
    this.#server = new LoopbackServer((socket) => this.#accept(socket));
  }

  get port(): number {
    return this.#server.port;
  }

  contents(): BrokerContents {
    return rabbitContents(
      [...this.#host.queues.values()].map(({ name, length, unacked, consumers }) => ({
        name: Buffer.from(name, 'latin1').toString(),
        ready: length,
        unacked,
        consumers: consumers.length,
      })),
    );
  }

  keepIn(folder: string): void {
    keepJournal(this.#host, folder);
  }

  listen(port: number): Promise<void> {
    return this.#server.listen(port);
  }

  close(): Promise<void> {
    for (const connection of this.#connections) connection.cutOff();
    return this.#server.close();
  }

  #letIn(): void {
    for (const connection of this.#connections) connection.onRoom();
  }

  #accept(socket: Socket): void {
    // As RabbitMQ does with one too many.
    if (this.#connections.size >= this.#limits.connections) {
      socket.on('error', () => undefined);
      return void socket.destroy();
    }
    const connection = new Connection({ socket, host: this.#host, limits: this.#limits });
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }
}
