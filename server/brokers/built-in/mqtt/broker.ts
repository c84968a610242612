// A small broker that speaks MQTT 3.1.1: in memory, on loopback. What it lacks is listed in lacks.ts.
// Each packet is carried out in full before the next one is read, whoever sent it: nothing overtakes anything.
import type { Socket } from 'node:net';
import type { BrokerContents } from '#shared/brokerContents.ts';
import { LoopbackServer } from '../loopbackServer.ts';
import type { BrokerState } from './brokerState.ts';
import { Connection } from './connection.ts';
import { mqttContents, retainedTable, topicsTable } from './contents.ts';
import { Interest } from './interest.ts';
import type { Limits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import { weakest, type Message } from './message.ts';
import { Retained } from './retained.ts';
import { Sessions } from './sessions.ts';

export interface RunningBroker {
  readonly port: number;
  /** Who subscribes to what, and what is retained. */
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
  readonly retained: Retained;
  readonly sessions: Sessions;
  readonly #connections = new Set<Connection>();
  readonly #server: LoopbackServer;

  constructor(limits: Limits) {
    this.limits = limits;
    this.interest = new Interest(limits.subscriptionBytes);
    this.retained = new Retained(limits);
    this.sessions = new Sessions(limits, this.interest);
    this.#server = new LoopbackServer((socket) => this.#accept(socket));
  }

  get port(): number {
    return this.#server.port;
  }

  contents(): BrokerContents {
    return mqttContents(topicsTable(this.interest), retainedTable(this.retained));
  }

  publish(message: Message): void {
    if (message.retain) this.retained.keep(message);
    for (const [session, qos] of this.interest.receivers(message.topic)) {
      session.deliver({ ...message, retain: false, qos: weakest(message.qos, qos) });
    }
  }

  listen(port: number): Promise<void> {
    return this.#server.listen(port);
  }

  close(): Promise<void> {
    for (const connection of this.#connections) connection.cutOff();
    return this.#server.close();
  }

  #accept(socket: Socket): void {
    const isFull = this.#connections.size >= this.limits.clients;
    const connection = new Connection(socket, this);
    if (isFull) return connection.refuse();
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }
}
