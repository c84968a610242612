/**
 * One connection through the proxy: two sockets, a pipe for each leg.
 *
 *   client ══▶ request pipe ══▶ upstream
 *   client ◀══ reply pipe ◀════ upstream
 */
import { connect, type Socket } from 'node:net';
import type { LinkFault } from '#shared/faults/fault.ts';
import { seededRandom } from '#shared/random.ts';
import type { ConnectionBytes, LinkBytes } from '../../bytes/byteBoard.ts';
import type { Clock } from './clock.ts';
import { Pipe } from './pipe.ts';
import type { InjectedAct, LinkLeg } from './toxics/toxic.ts';

export interface LinkConnectionOptions {
  client: Socket;
  target: { host: string; port: number };
  clock: Clock;
  random: () => number;
  /** What makes the chances of a fault with a seed differ from those of other connections. */
  name: string;
  isPipelined: boolean;
  /** Keeps what passes. */
  bytes?: LinkBytes | undefined;
  report: (fault: LinkFault, act: InjectedAct, leg: LinkLeg) => void;
  onClosed: () => void;
}

export class LinkConnection {
  readonly #options: LinkConnectionOptions;
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #pipes: readonly Pipe[];
  readonly #bytes: ConnectionBytes | undefined;
  /** Toxiproxy's toxicity: whether a fault hits a connection is decided once. */
  readonly #dice = new WeakMap<LinkFault, boolean>();
  #isClosed = false;

  constructor(options: LinkConnectionOptions) {
    const { client, target, clock, isPipelined, report, bytes } = options;
    this.#options = options;
    this.#client = client;
    this.#upstream = connect({ ...target, noDelay: true, allowHalfOpen: true });
    client.setNoDelay(true);
    this.#bytes = bytes?.opened({
      client: `${client.remoteAddress}:${client.remotePort}`,
      link: client.localPort ?? 0,
      target: `${target.host}:${target.port}`,
    });
    const close = (how: 'close' | 'reset'): void => this.close(how);
    const pipe = (leg: LinkLeg, source: Socket, sink: Socket): Pipe =>
      new Pipe({
        leg,
        source,
        sink,
        clock,
        close,
        isPipelined,
        bytes: this.#bytes?.legs[leg],
        random: (fault) => this.#randomOf(fault, leg),
        report: (fault, act) => report(fault, act, leg),
      });
    this.#pipes = [pipe('request', client, this.#upstream), pipe('reply', this.#upstream, client)];
    for (const socket of [client, this.#upstream]) {
      // A broken side breaks the other one the same way: a service that is not there looks like one.
      socket.on('error', () => this.close('reset'));
      socket.on('close', () => this.#closeWhenBothAre());
    }
  }

  /** The upstream is gone. True when a fault keeps that from the client for a while; else the connection is over. */
  loseUpstream(): boolean {
    const reply = this.#pipes.find(({ leg }) => leg === 'reply');
    if (this.#isClosed || reply?.has('slow_close') !== true) {
      this.close('reset');
      return false;
    }
    this.#upstream.destroy();
    reply.end();
    return true;
  }

  setFaults(faults: readonly LinkFault[]): void {
    const hitting = faults.filter((fault) => this.#isHit(fault));
    for (const pipe of this.#pipes) {
      if (this.#isClosed) return;
      pipe.setFaults(hitting.filter(({ leg }) => leg === 'both' || leg === pipe.leg));
    }
  }

  setPaused(isPaused: boolean): void {
    for (const pipe of this.#pipes) pipe.setPaused(isPaused);
  }

  close(how: 'close' | 'reset'): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const pipe of this.#pipes) pipe.close();
    for (const socket of [this.#client, this.#upstream]) {
      // A socket that is still connecting cannot be reset.
      if (how === 'reset' && !socket.connecting) socket.resetAndDestroy();
      else socket.destroy();
    }
    if (this.#bytes !== undefined) this.#options.bytes?.ended(this.#bytes);
    this.#options.onClosed();
  }

  #isHit(fault: LinkFault): boolean {
    const known = this.#dice.get(fault);
    if (known !== undefined) return known;
    const isHit = this.#randomOf(fault)() < fault.rate;
    this.#dice.set(fault, isHit);
    return isHit;
  }

  #randomOf({ seed }: LinkFault, leg = ''): () => number {
    return seed === undefined ? this.#options.random : seededRandom(`${seed} ${this.#options.name} ${leg}`);
  }

  #closeWhenBothAre(): void {
    if (this.#client.destroyed && this.#upstream.destroyed) this.close('close');
  }
}
