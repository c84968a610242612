// A small broker that speaks Redis: pub/sub and strings, in memory, on loopback. What it lacks is listed in lacks.ts.
import type { Socket } from 'node:net';
import { LoopbackServer } from '../loopbackServer.ts';
import type { BrokerState } from './brokerState.ts';
import { Channels } from './channels.ts';
import type { Client } from './client.ts';
import { Connection } from './connection.ts';
import { KeyBudget, Keyspace } from './keyspace.ts';
import type { Limits } from './limits.ts';
import { defaultLimits } from './limits.ts';

const databaseCount = 16;

export interface RunningBroker {
  readonly port: number;
  close(): Promise<void>;
}

/** Port 0 takes a free one. Rejects with Node's error, `EADDRINUSE` for instance. */
export async function startBroker(port: number, limits: Partial<Limits> = {}): Promise<RunningBroker> {
  const broker = new Broker({ ...defaultLimits, ...limits });
  await broker.listen(port);
  return broker;
}

class Broker implements BrokerState, RunningBroker {
  readonly limits: Limits;
  readonly clients = new Map<number, Client>();
  readonly channels = new Channels();
  readonly databases: readonly Keyspace[];
  readonly startedAt = Date.now();
  readonly #connections = new Set<Connection>();
  readonly #server: LoopbackServer;
  #lastId = 0;

  constructor(limits: Limits) {
    this.limits = limits;
    const budget = new KeyBudget(limits.keyBytes);
    this.databases = Array.from({ length: databaseCount }, () => new Keyspace(budget));
    this.#server = new LoopbackServer((socket) => this.#accept(socket));
  }

  get port(): number {
    return this.#server.port;
  }

  listen(port: number): Promise<void> {
    return this.#server.listen(port);
  }

  close(): Promise<void> {
    for (const connection of this.#connections) connection.cutOff();
    return this.#server.close();
  }

  #accept(socket: Socket): void {
    if (this.clients.size >= this.limits.clients) {
      socket.on('error', () => socket.destroy());
      socket.end('-ERR max number of clients reached\r\n', () => socket.destroy());
      return;
    }
    this.#lastId += 1;
    const connection = new Connection({ id: this.#lastId, socket, broker: this });
    const { client } = connection;
    this.clients.set(client.id, client);
    this.#connections.add(connection);
    socket.once('close', () => {
      this.clients.delete(client.id);
      this.#connections.delete(connection);
      this.channels.unsubscribeAll(client);
    });
  }
}
