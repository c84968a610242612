import type { Server, Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '#shared/protocol.ts';
import type { TraceEvent } from '#shared/trace.ts';
import type { TraceRelay } from './traceRelay.ts';
import type { BatchTimes } from './viewing/batchTimes.ts';
import { Pace } from './viewing/pace.ts';
import { Share } from './viewing/share.ts';
import { TraceSampler } from './viewing/traceSampler.ts';

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
/** A viewer that says what it has seen counts as slow when that is so long ago, with so many events since. */
const lags = [
  { ms: 400, events: 1000 },
  { ms: 1500, events: 300 },
] as const;
/** Fewer than these wait for a page that is busy, and are no reason to leave anything out. */
const fewEvents = 300;
/** Whoever is behind by more is shown of what waits only what failed, and goes on from now. In ms. */
const lostMs = 8000;
/** When even that takes longer, it is given up. In ms. */
const hopelessMs = 60_000;
/** When nothing has happened for so long, all of what happens next may fit. In ms. */
const quietMs = 2000;
const lookEveryMs = 1000;

interface ViewerOptions {
  socket: PageSocket;
  relay: TraceRelay;
  room: string;
  after: number;
  times: BatchTimes;
  /** It says what it has seen. */
  isPaced: boolean;
}

/**
 * Sends the events of a session to one page at the pace at which the page takes them.
 *
 *   by itself: reads the ring, as much at a time as the page answers ──has all──▶ in step: member of `room`, which gets
 *              to in time, of whole traces as many as fit                         each batch, encoded once
 *                        ▲                                                                    │
 *                        └──────── packets wait for the network, or the page is behind ◀──────┘
 */
export class Viewer {
  readonly #options: ViewerOptions;
  readonly #sampler: TraceSampler;
  readonly #share: Share;
  readonly #pace = new Pace();
  /** What came before the page did is history: of that it is not behind, unless reading takes too long. */
  readonly #joined: { seq: number; atMs: number };
  #cursor: number;
  #seenSeq = 0;
  #missed = 0;
  #waiting = 0;
  #inStep = false;
  #fellBehind = false;
  #catchingUp = false;
  #toldOneIn = 1;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ViewerOptions) {
    this.#options = options;
    const { socket, relay, after } = options;
    this.#cursor = Math.min(after, relay.lastSeq);
    this.#joined = { seq: relay.lastSeq, atMs: performance.now() };
    this.#sampler = new TraceSampler(relay.history);
    this.#sampler.begin(relay.lastSeq);
    this.#share = new Share(this.#sampler);
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
    if (this.#waiting >= hopeless) this.#options.socket.disconnect(true);
    if (!this.#inStep || (this.#waiting < maxWaiting && !this.#lags(seq))) return this.#inStep;
    this.#inStep = false;
    this.#fellBehind = true;
    this.#cursor = seq;
    this.#sampler.begin(seq);
    this.#share.begin(performance.now());
    this.#look();
    void this.#options.socket.leave(this.#options.room);
    return false;
  }

  /** What the page says that it has got. */
  seen(seq: number): void {
    this.#seenSeq = Math.max(this.#seenSeq, seq);
    this.#pace.seen(seq, performance.now());
    this.catchUp();
  }

  /** Events that the runner had to drop, while this viewer is not in the room where it would be told. */
  miss(count: number): void {
    this.#missed += count;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  catchUp(): void {
    // An emit may drain at once and come back here.
    if (this.#inStep || this.#catchingUp) return;
    this.#catchingUp = true;
    const { relay } = this.#options;
    this.#adapt();
    while (this.#cursor < relay.lastSeq && this.#waiting < maxWaiting && this.#mayGoOn()) this.#sendChunk();
    this.#catchingUp = false;
    if (this.#cursor >= relay.lastSeq && this.#mayJoin()) this.#join();
  }

  /** Also when nothing happens: then it may get all again. */
  #look(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.catchUp(), lookEveryMs);
    this.#timer.unref();
  }

  #lags(seq: number): boolean {
    const { isPaced, times } = this.#options;
    if (!isPaced) return false;
    const ageMs = times.ageAfter(this.#seenSeq, performance.now());
    return lags.some(({ ms, events }) => ageMs > ms && seq - this.#seenSeq > events);
  }

  #mayGoOn(): boolean {
    return !this.#options.isPaced || this.#pace.hasRoom;
  }

  #mayJoin(): boolean {
    if (!this.#options.isPaced || !this.#fellBehind) return true;
    const nowMs = performance.now();
    const isQuiet = this.#options.times.quietFor(nowMs) > quietMs;
    return this.#pace.underWay === 0 && (isQuiet || this.#share.isWhole(nowMs));
  }

  #join(): void {
    clearInterval(this.#timer);
    this.#sampler.begin(this.#cursor);
    if (this.#toldOneIn > 1) this.#tell({ events: [], late: [] }, 0);
    this.#inStep = true;
    this.#fellBehind = false;
    this.#seenSeq = this.#cursor;
    void this.#options.socket.join(this.#options.room);
  }

  #adapt(): void {
    const { relay, isPaced } = this.#options;
    const nowMs = performance.now();
    const ageMs = this.#behindMs(nowMs);
    // Somebody who comes late gets what was before; not for so long that they never see what is now.
    if (!this.#fellBehind && isPaced && ageMs > lostMs) {
      this.#fellBehind = true;
      this.#look();
    }
    // While nothing gets through, nothing is learnt of how much does.
    if (!this.#fellBehind || !this.#mayGoOn()) return;
    if (isPaced) {
      const isMuch = relay.lastSeq - this.#cursor > fewEvents;
      this.#share.adapt(isMuch ? ageMs : 0, nowMs);
      if (ageMs > lostMs && isMuch) this.#leaveOutWhatWaits();
      if (ageMs < hopelessMs || !isMuch) return;
    }
    this.#skip(relay.lastSeq - this.#cursor - (isPaced ? 0 : newestAfterLag));
  }

  #leaveOutWhatWaits(): void {
    // History that is not shown yet is left out with the rest.
    if (this.#cursor < this.#joined.seq) this.#sampler.begin(this.#cursor);
    this.#sampler.skip(this.#options.relay.lastSeq);
  }

  #skip(tooOld: number): void {
    if (tooOld <= 0) return;
    this.#missed += tooOld;
    this.#cursor += tooOld;
    this.#sampler.skip(this.#cursor);
  }

  #behindMs(nowMs: number): number {
    const { seq, atMs } = this.#joined;
    return this.#cursor < seq ? nowMs - atMs : this.#options.times.ageAfter(this.#cursor, nowMs);
  }

  #sendChunk(): void {
    const { relay, isPaced } = this.#options;
    const { events, missed } = relay.read(this.#cursor, chunk);
    const { taken, bytes, ...chosen } = this.#sampler.choose(events, isPaced ? this.#pace.packetBytes : Infinity);
    this.#cursor += missed + taken;
    // What comes late was counted as missed when it was left out.
    this.#missed += missed + taken - chosen.events.length - chosen.late.length;
    if (!this.#options.isPaced || chosen.events.length > 0 || this.#cursor >= relay.lastSeq) this.#tell(chosen, bytes);
  }

  #tell({ events, late }: { events: TraceEvent[]; late: TraceEvent[] }, bytes: number): void {
    const { socket, isPaced } = this.#options;
    const missed = this.#missed;
    this.#missed = 0;
    if (!isPaced) {
      socket.emit('events', { events, missed });
      return;
    }
    const { oneIn, oneInRemarkable } = this.#sampler;
    const upTo = this.#cursor;
    this.#toldOneIn = oneIn;
    socket.emit('events', { events, missed, upTo, late, sampled: { oneIn, oneInRemarkable } });
    this.#pace.sent({ upTo, bytes: bytes + 60, atMs: performance.now() });
  }
}
