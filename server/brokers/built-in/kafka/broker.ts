// A small broker that speaks Kafka: one node, its log in memory and in a journal, on loopback. What it lacks is listed
// in lacks.ts.
import type { Socket } from 'node:net';
import type { BrokerContents } from '#shared/brokerContents.ts';
import { LoopbackServer } from '../loopbackServer.ts';
import { Connection } from './connection.ts';
import { kafkaContents } from './contents.ts';
import { Groups } from './groups/groups.ts';
import { Store } from './keep/store.ts';
import type { Limits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import type { BrokerState } from './requests/api.ts';

export interface RunningBroker {
  readonly port: number;
  contents(): BrokerContents;
  close(): Promise<void>;
}

export interface BrokerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where it keeps what survives it; without one nothing does. */
  readonly folder?: string | undefined;
  readonly limits?: Partial<Limits>;
}

/** Rejects with Node's error, `EADDRINUSE` for instance. */
export async function startBroker({ port, folder, limits }: BrokerOptions): Promise<RunningBroker> {
  const broker = new Broker({ ...defaultLimits, ...limits }, folder);
  await broker.listen(port);
  return broker;
}

class Broker implements BrokerState, RunningBroker {
  readonly limits: Limits;
  readonly store: Store;
  readonly groups: Groups;
  readonly #connections = new Set<Connection>();
  readonly #server: LoopbackServer;

  constructor(limits: Limits, folder: string | undefined) {
    this.limits = limits;
    this.store = new Store(limits, folder);
    this.groups = new Groups(limits, this.store.offsets);
    this.#server = new LoopbackServer((socket) => this.#accept(socket));
  }

  get port(): number {
    return this.#server.port;
  }

  listen(port: number): Promise<void> {
    return this.#server.listen(port);
  }

  contents(): BrokerContents {
    return kafkaContents(this.store, this.groups);
  }

  close(): Promise<void> {
    for (const connection of this.#connections) connection.cutOff();
    this.groups.close();
    this.store.close();
    return this.#server.close();
  }

  /** Kafka has no way to say that it is full. */
  #accept(socket: Socket): void {
    if (this.#connections.size >= this.limits.clients) return void socket.destroy();
    const connection = new Connection(socket, this);
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }
}
