/**
 * The fault proxy under every wire and listener, with Toxiproxy's toxics.
 *
 *   caller ══▶ port (stays the same) ══▶ connection: toxics ══▶ target (asked anew for each connection)
 *
 * It listens only while it is enabled and no `down` fault is on: else a caller is refused, as by a service that is not there.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { LinkFault } from '#shared/faults/fault.ts';
import type { LinkBytes } from '../../bytes/byteBoard.ts';
import { systemClock, type Clock } from './clock.ts';
import { LinkConnection } from './connection.ts';
import { findRefusing } from './toxics/down.ts';
import type { InjectedAct, LinkLeg } from './toxics/toxic.ts';

export type LinkTarget = { host: string; port: number } | undefined;

export interface InjectedInfo {
  act: InjectedAct;
  leg: LinkLeg;
}

export interface LinkProxyOptions {
  /** Chosen freely when left out. */
  port?: number;
  /** Seeded, in [0, 1): decides jitter, and which connections a fault with a rate hits. */
  random: () => number;
  /** Tells the chances of seeded faults here from those on other links. */
  name?: string;
  /** What goes through has its answers told apart by their order, as with Redis: bytes that are lost cannot be done without. */
  isPipelined?: boolean;
  /** Keeps what passes, for whoever wants to see the bytes. */
  bytes?: LinkBytes | undefined;
  /** A fault acted; a burst of chunks counts as one act. */
  onInjected: (fault: LinkFault, info: InjectedInfo) => void;
  clock?: Clock;
}

export interface LinkProxy {
  readonly port: number;
  /** Where new connections lead. `undefined` = nobody is there: the caller is reset. */
  setTarget(pick: () => LinkTarget): void;
  /** Puts these faults on and takes others off, also on open connections. Objects that are the same stay as they are. */
  setFaults(faults: readonly LinkFault[]): void;
  /** Off: open connections are reset and new ones refused. On again: the same port. */
  setEnabled(on: boolean): Promise<void>;
  /** Paused: connections stay open, new ones are taken, and nothing passes. Then all of it does, in order. */
  setPaused(on: boolean): void;
  connections(): number;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const listenTries = 20;
const betweenTriesMs = 50;

/** Starts listening on loopback. @throws the system's error (EADDRINUSE, EACCES) when the port cannot be had. */
export async function startLinkProxy(options: LinkProxyOptions): Promise<LinkProxy> {
  const proxy = new Proxy(options);
  await proxy.start();
  return proxy;
}

class Proxy implements LinkProxy {
  readonly #options: LinkProxyOptions;
  readonly #clock: Clock;
  readonly #open = new Set<LinkConnection>();
  #server: Server | undefined;
  #port = 0;
  #pick: () => LinkTarget = () => undefined;
  #faults: readonly LinkFault[] = [];
  #isEnabled = true;
  #isPaused = false;
  #isClosed = false;
  /** How many connections were made so far. */
  #accepted = 0;
  /** Listening and not listening follow each other, whatever is asked meanwhile. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: LinkProxyOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    this.#server = await listen(this.#options.port ?? 0, (socket) => this.#accept(socket));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  setTarget(pick: () => LinkTarget): void {
    this.#pick = pick;
  }

  setFaults(faults: readonly LinkFault[]): void {
    this.#faults = faults;
    for (const connection of this.#open) connection.setFaults(faults);
    // Listening again can only fail when another program took the port meanwhile; the next setEnabled says so.
    this.#settle().catch(() => undefined);
  }

  async setEnabled(on: boolean): Promise<void> {
    this.#isEnabled = on;
    await this.#settle();
  }

  setPaused(on: boolean): void {
    if (on === this.#isPaused) return;
    this.#isPaused = on;
    for (const connection of this.#open) connection.setPaused(on);
  }

  connections(): number {
    return this.#open.size;
  }

  async close(): Promise<void> {
    this.#isEnabled = false;
    this.#isClosed = true;
    this.#pick = () => undefined;
    for (const connection of this.#open) connection.close('reset');
    await this.#settle();
  }

  #settle(): Promise<void> {
    const next = this.#turn.catch(() => undefined).then(() => this.#listenOrNot());
    this.#turn = next;
    // Whoever asked waits for `next`; kept here it must not be an unhandled rejection.
    next.catch(() => undefined);
    return next;
  }

  async #listenOrNot(): Promise<void> {
    const refusing = findRefusing(this.#faults);
    const isWanted = this.#isEnabled && refusing === undefined;
    if (isWanted && this.#server === undefined) {
      this.#server = await listenAgain(this.#port, (socket) => this.#accept(socket));
    } else if (!isWanted && this.#server !== undefined) {
      const server = this.#server;
      this.#server = undefined;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of this.#open) {
        if (refusing === undefined && !this.#isClosed && connection.loseUpstream()) continue;
        if (refusing !== undefined) this.#options.onInjected(refusing, { act: { act: 'reset' }, leg: 'request' });
        connection.close('reset');
      }
      // Those that are left end in their own time, by the fault that slows their end.
      if (this.#open.size === 0) await closed;
    }
  }

  #accept(client: Socket): void {
    const target = this.#pick();
    if (target === undefined || !this.#isEnabled) {
      client.on('error', () => client.destroy());
      client.resetAndDestroy();
      return;
    }
    this.#accepted += 1;
    const connection = new LinkConnection({
      client,
      target,
      clock: this.#clock,
      random: this.#options.random,
      name: `${this.#options.name ?? ''} ${this.#accepted}`,
      isPipelined: this.#options.isPipelined ?? false,
      bytes: this.#options.bytes,
      report: (fault, act, leg) => this.#options.onInjected(fault, { act, leg }),
      onClosed: () => this.#open.delete(connection),
    });
    this.#open.add(connection);
    connection.setFaults(this.#faults);
    if (this.#isPaused) connection.setPaused(true);
  }
}

function listen(port: number, accept: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A failed accept (too many open files) concerns that one caller only.
      server.on('error', () => undefined);
      resolve(server);
    });
  });
}

/** The port was ours a moment ago; somebody's outgoing connection may hold it for a little while. */
async function listenAgain(port: number, accept: (socket: Socket) => void): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listen(port, accept);
    } catch (error) {
      if (attempt >= listenTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
    }
  }
}
