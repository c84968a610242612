// A small broker that speaks NATS: the core protocol, in memory, on loopback. What it lacks is listed in lacks.ts.
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { BrokerContents } from '#shared/brokerContents.ts';
import { LoopbackServer } from '../loopbackServer.ts';
import type { BrokerState } from './brokerState.ts';
import { Connection } from './connection.ts';
import { natsContents } from './contents.ts';
import { Interest } from './interest.ts';
import type { Limits } from './limits.ts';
import { defaultLimits } from './limits.ts';

/** The nats-server that this broker was compared with. Clients switch features by it. */
const natsVersion = '2.9.10';

export interface RunningBroker {
  readonly port: number;
  /** Who subscribes to what; the protocol itself cannot be asked for it. */
  contents(): BrokerContents;
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
  readonly interest: Interest;
  readonly #connections = new Set<Connection>();
  readonly #server: LoopbackServer;
  readonly #serverId = randomUUID();
  #lastId = 0;

  constructor(limits: Limits) {
    this.limits = limits;
    this.interest = new Interest(limits.subscriptionBytes);
    this.#server = new LoopbackServer((socket) => this.#accept(socket));
  }

  get port(): number {
    return this.#server.port;
  }

  contents(): BrokerContents {
    return natsContents(this.interest);
  }

  info(clientId: number): string {
    return `INFO ${JSON.stringify({
      server_id: this.#serverId,
      server_name: 'patchbay-built-in',
      version: natsVersion,
      proto: 1,
      host: '127.0.0.1',
      port: this.port,
      headers: true,
      max_payload: this.limits.payloadBytes,
      client_id: clientId,
    })}`;
  }

  listen(port: number): Promise<void> {
    return this.#server.listen(port);
  }

  close(): Promise<void> {
    for (const connection of this.#connections) connection.cutOff();
    return this.#server.close();
  }

  #accept(socket: Socket): void {
    this.#lastId += 1;
    const isFull = this.#connections.size >= this.limits.clients;
    const connection = new Connection({ id: this.#lastId, socket, broker: this });
    if (isFull) return connection.refuse('maximum connections exceeded');
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }
}
