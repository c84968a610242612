import type { Socket } from 'node:net';
import { ClientTCP, JsonSocket, type ReadPacket, type TcpSocket, type WritePacket } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import type { Pattern } from '#shared/flow/pattern.ts';
import { isIdentified, type IdentifiedPacket, type WireMessages } from '../faults/message/wireMessages.ts';
import { cutSocket } from '../cutSocket.ts';
import { writeOncePerTurn } from '../writeOncePerTurn.ts';
import { PassingMap } from '../passing/passingMap.ts';
import type { ClientTap, OpenCall } from '../trace/clientTap.ts';
import { CarriedCalls } from './carriedCalls.ts';
import type { ClientWatch } from './clientWatch.ts';

const host = '127.0.0.1';

/** How a client of a listener with TLS connects. */
export interface ClientTls {
  /** The certificates that it trusts; undefined: those of the authorities that Node knows. Asked anew for every connection. */
  ca: () => string[] | undefined;
  onError: (why: string) => void;
}

/** NestJS's own TCP client, watched. The port of the link before it is asked anew for every connection. */
export class TracedTcpClient extends ClientTCP {
  protected override routingMap = new PassingMap<(frame: WritePacket) => void>();
  readonly #tap: ClientTap;
  readonly #messages: WireMessages;
  readonly #tls: ClientTls | undefined;
  readonly #calls: CarriedCalls;
  readonly #isWaitedFor = (id: string): boolean => this.routingMap.has(id);

  constructor(port: () => number, { tap, messages }: ClientWatch, tls?: ClientTls) {
    super({
      host,
      port: port(),
      socketClass: class extends JsonSocket {
        override connect(): this {
          return super.connect(port(), host);
        }
      },
      ...(tls === undefined ? {} : { tlsOptions: askedAnew(tls) }),
    });
    // With TLS Nest connects as it makes the socket, to the port that it was given at first.
    if (tls !== undefined) Object.defineProperty(this, 'port', { get: port });
    this.#tls = tls;
    this.#tap = tap;
    this.#messages = messages;
    this.#calls = new CarriedCalls(tap);
    this.setOnDispatchHook(tap.stamp);
  }

  override connect(): Promise<unknown> {
    const connecting = this.#tap.outside(() => super.connect());
    connecting.catch(() => {
      // Nest keeps a refused connect until its socket has closed, some turns later: whoever asks before that would be
      // refused without a try, although the service is up again.
      if (this.connectionPromise !== connecting) return;
      this.connectionPromise = null;
      this.socket = null;
    });
    return connecting;
  }

  /** Nest never sets noDelay: with Nagle's algorithm a reply of several values costs 44 ms (runtime-notes §2). */
  override createSocket(): TcpSocket {
    const socket = super.createSocket();
    if (this.#tls !== undefined) watchHandshake(socket.netSocket, this.#tls);
    socket.netSocket.setNoDelay(true);
    writeOncePerTurn(socket.netSocket);
    return socket;
  }

  override send(pattern: Pattern, data: unknown): Observable<never> {
    return super.send(pattern, this.#calls.carry(data));
  }

  override emit(pattern: Pattern, data: unknown): Observable<never> {
    return super.emit(pattern, this.#calls.carry(data));
  }

  override handleResponse(frame: unknown): Promise<void> {
    this.#tap.arriving(frame, this.#isWaitedFor);
    return super.handleResponse(frame);
  }

  /** As the end of a process closes it: at once, whatever is on its way. */
  cut(): void {
    if (this.socket !== null) cutSocket(this.socket);
    this.close();
  }

  /** Nest makes a packet just before it publishes or dispatches it. */
  protected override createPacket(pattern: Pattern, data: unknown): ReadPacket {
    return this.#calls.open(data, (own) => super.createPacket(pattern, own));
  }

  protected override publish(packet: ReadPacket, callback: (frame: WritePacket) => void): () => void {
    return this.#calls.within(this.#calls.take(), () => this.#publish(packet, callback));
  }

  #publish(packet: ReadPacket, callback: (frame: WritePacket) => void): () => void {
    const call = this.#tap.current();
    const message = { call, packet: this.assignPacketId(packet) };
    return this.#tap.publish(message.packet, callback, (watched) =>
      this.#messages.publish(message, watched, {
        publish: (sent, respond) => {
          const canLeave = this.#canLeave();
          const stop = super.publish(sent, respond);
          if (canLeave) this.#tap.sent(call);
          return stop;
        },
        sendOnly: (sent) => this.#dispatch(sent, call),
      }),
    );
  }

  /** A copy of a message is that message, under its own id. */
  protected override assignPacketId(packet: ReadPacket): IdentifiedPacket {
    return isIdentified(packet) ? packet : super.assignPacketId(packet);
  }

  protected override dispatchEvent(packet: ReadPacket): Promise<unknown> {
    const call = this.#calls.take();
    return this.#messages.dispatch({ call, packet }, (sent) => this.#dispatch(sent, call));
  }

  async #dispatch(packet: ReadPacket, call: OpenCall | undefined): Promise<unknown> {
    const canLeave = this.#canLeave();
    const done: unknown = await super.dispatchEvent(packet);
    // Nest's socket drops what is written after the connection has ended, without a word.
    if (canLeave) this.#tap.sent(call);
    else this.#tap.lost(call, { note: 'The connection had just closed: the message never left the client.' });
    return done;
  }

  #canLeave(): boolean {
    return this.socket?.netSocket.writable === true;
  }
}

/** Nest spreads it into the options of each connection. */
const askedAnew = ({ ca }: ClientTls): { readonly ca?: string[] } =>
  Object.defineProperty({}, 'ca', { enumerable: true, get: ca });

/** An error of a connection before TLS is agreed upon is about TLS. */
function watchHandshake(socket: Socket, { onError }: ClientTls): void {
  const failed = (error: Error): void => onError(error.message);
  socket.once('connect', () => socket.once('error', failed));
  socket.once('secureConnect', () => socket.off('error', failed));
}
