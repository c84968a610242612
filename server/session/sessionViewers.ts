import { Subscription } from 'rxjs';
import { revoked, type Entry } from './linkBook.ts';
import type { Session } from './session.ts';
import type { SessionNews } from './sessionNews.ts';
import { BatchTimes } from './viewing/batchTimes.ts';
import { chunk, Viewer, type PageServer, type PageSocket } from './viewer.ts';

interface Joining {
  entry: Entry;
  after: number;
  /** It will say what it has seen. */
  isPaced: boolean;
}

/** Everybody who looks at one session. What all of them get is encoded once. */
export class SessionViewers {
  readonly #session: Session;
  readonly #server: PageServer;
  readonly #viewers = new Map<string, { viewer: Viewer; leave: () => void }>();
  readonly #subscription = new Subscription();
  readonly #times = new BatchTimes();
  /** The last event that the viewers in step have got. */
  #lastSeq: number;

  constructor(session: Session, server: PageServer) {
    this.#session = session;
    this.#server = server;
    this.#lastSeq = session.relay.lastSeq;
    this.#subscription.add(session.news$.subscribe((news) => this.#tell(news)));
    this.#subscription.add(session.relay.batches$.subscribe(({ missed }) => this.#passOn(missed)));
  }

  get count(): number {
    return this.#viewers.size;
  }

  /** Tells everything so far: how the session stands, then the kept events after `after`. */
  add(socket: PageSocket, { entry, after, isPaced }: Joining): void {
    const { relay } = this.#session;
    void socket.join(entry.mayEdit ? this.#session.id : this.#lookersRoom);
    const view = entry.mayEdit ? this.#session.view : this.#session.readOnlyView(entry.secret);
    socket.emit('session', view, relay.lastSeq);
    const viewer = new Viewer({ socket, relay, room: this.#eventsRoom, after, times: this.#times, isPaced });
    this.#viewers.set(socket.id, { viewer, leave: this.#session.addViewer() });
  }

  /** A page says up to which event it has got all. */
  seen(socket: PageSocket, seq: number): void {
    this.#viewers.get(socket.id)?.viewer.seen(Math.min(seq, this.#session.relay.lastSeq));
  }

  remove(socket: PageSocket): void {
    const left = this.#viewers.get(socket.id);
    left?.leave();
    left?.viewer.close();
    this.#viewers.delete(socket.id);
  }

  close(): void {
    for (const { viewer } of this.#viewers.values()) viewer.close();
    this.#subscription.unsubscribe();
  }

  /** Those who came by the read-only link. What is told to them names no secret but theirs. */
  get #lookersRoom(): string {
    return `${this.#session.id}/view`;
  }

  get #eventsRoom(): string {
    return `${this.#session.id}/events`;
  }

  #passOn(dropped: number): void {
    const { relay } = this.#session;
    if (relay.lastSeq > this.#lastSeq) this.#times.add(relay.lastSeq, performance.now());
    for (const { viewer } of this.#viewers.values()) if (!viewer.keepsUp(this.#lastSeq)) viewer.miss(dropped);
    const inStep = this.#server.to(this.#eventsRoom);
    if (this.#lastSeq === relay.lastSeq) inStep.emit('events', { events: [], missed: dropped });
    let toTell = dropped;
    while (this.#lastSeq < relay.lastSeq) {
      const { events, missed } = relay.read(this.#lastSeq, chunk);
      inStep.emit('events', { events, missed: missed + toTell });
      toTell = 0;
      this.#lastSeq += missed + events.length;
    }
    // Not before: whoever joins the room now must not get these again.
    for (const { viewer } of this.#viewers.values()) viewer.catchUp();
  }

  #tellAnew(): void {
    const { id, view, viewSecret, relay } = this.#session;
    this.#server.to(id).emit('session', view, relay.lastSeq);
    if (viewSecret === undefined) return;
    this.#server.to(this.#lookersRoom).emit('session', this.#session.readOnlyView(viewSecret), relay.lastSeq);
  }

  #tell(news: SessionNews): void {
    const lookers = this.#server.to(this.#lookersRoom);
    const everybody = this.#server.to([this.#session.id, this.#lookersRoom]);
    switch (news.news) {
      case 'edited': {
        const { revision, edits, change, by, problems } = news;
        everybody.emit('edited', { revision, edits, change, by, problems });
        break;
      }
      case 'replaced':
        this.#tellAnew();
        break;
      case 'viewRevoked':
        lookers.emit('closed', revoked);
        lookers.disconnectSockets();
        break;
      case 'status':
        everybody.emit('status', news.status, news.problems);
        break;
      case 'faults':
        everybody.emit('faults', news.faults);
        break;
      case 'monkey':
        everybody.emit('monkey', news.monkey);
        break;
      case 'faultProgress':
        everybody.emit('faultProgress', news.progress);
        break;
      case 'held':
        everybody.emit('held', news.held);
        break;
      case 'recording':
        everybody.emit('recording', news.recording);
        break;
      case 'deadLetters':
        everybody.emit('deadLetters', news.counts);
        break;
      case 'closed':
        everybody.emit('closed', news.reason);
        everybody.disconnectSockets();
        break;
    }
  }
}
