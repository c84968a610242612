import type { Server, Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '#shared/protocol.ts';
import type { TraceRelay } from './traceRelay.ts';

export type PageSocket = Socket<ClientToServer, ServerToClient>;
export type PageServer = Server<ClientToServer, ServerToClient>;

/** How much goes into one packet. */
export const chunk = { limit: 1000, maxBytes: 256 << 10 };
/** With so many packets waiting for the network a viewer counts as slow. */
const maxWaiting = 8;
/** With so many, edits and states alone have filled them: it is gone, whatever its connection says. */
const hopeless = 2000;
/** Whoever fell behind is shown the newest so many events, and told how many it missed. */
const newestAfterLag = 10_000;

/**
 * Sends the events of a session to one page at the pace at which the page takes them.
 *
 *   catching up: reads the ring by itself ──has all──▶ in step: member of `room`, which gets each batch, encoded once
 *                        ▲                                              │
 *                        └──────────── 8 packets waiting ◀─────────────┘
 */
export class Viewer {
  readonly #socket: PageSocket;
  readonly #relay: TraceRelay;
  readonly #room: string;
  #cursor: number;
  #missed = 0;
  #waiting = 0;
  #inStep = false;
  #fellBehind = false;
  #catchingUp = false;

  constructor({ socket, relay, room, after }: { socket: PageSocket; relay: TraceRelay; room: string; after: number }) {
    this.#socket = socket;
    this.#relay = relay;
    this.#room = room;
    this.#cursor = Math.min(after, relay.lastSeq);
    socket.conn.on('packetCreate', () => (this.#waiting += 1));
    // The transport has taken what waited.
    socket.conn.on('drain', () => {
      this.#waiting = 0;
      this.catchUp();
    });
    this.catchUp();
  }

  /** Asked before a batch of events after `seq` goes to the room: leaves it when too slow. Returns whether it is in step. */
  keepsUp(seq: number): boolean {
    if (this.#waiting >= hopeless) this.#socket.disconnect(true);
    if (!this.#inStep || this.#waiting < maxWaiting) return this.#inStep;
    this.#inStep = false;
    this.#fellBehind = true;
    this.#cursor = seq;
    void this.#socket.leave(this.#room);
    return false;
  }

  /** Events that the runner had to drop, while this viewer is not in the room where it would be told. */
  miss(count: number): void {
    this.#missed += count;
  }

  catchUp(): void {
    // An emit may drain at once and come back here.
    if (this.#inStep || this.#catchingUp) return;
    this.#catchingUp = true;
    this.#skipOld();
    while (this.#cursor < this.#relay.lastSeq && this.#waiting < maxWaiting) this.#sendChunk();
    this.#catchingUp = false;
    if (this.#cursor < this.#relay.lastSeq) return;
    this.#inStep = true;
    void this.#socket.join(this.#room);
  }

  #skipOld(): void {
    const tooOld = this.#relay.lastSeq - this.#cursor - newestAfterLag;
    if (!this.#fellBehind || tooOld <= 0) return;
    this.#missed += tooOld;
    this.#cursor += tooOld;
  }

  #sendChunk(): void {
    const { events, missed } = this.#relay.read(this.#cursor, chunk);
    this.#cursor += missed + events.length;
    const allMissed = missed + this.#missed;
    this.#missed = 0;
    this.#socket.emit('events', { events, missed: allMissed });
  }
}
