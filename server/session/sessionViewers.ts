import { Subscription } from 'rxjs';
import type { Session } from './session.ts';
import type { SessionNews } from './sessionNews.ts';
import { chunk, Viewer, type PageServer, type PageSocket } from './viewer.ts';

/** Everybody who looks at one session. What all of them get is encoded once. */
export class SessionViewers {
  readonly #session: Session;
  readonly #server: PageServer;
  readonly #viewers = new Map<string, { viewer: Viewer; leave: () => void }>();
  readonly #subscription = new Subscription();
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
  add(socket: PageSocket, after: number): void {
    const { relay, view } = this.#session;
    void socket.join(this.#session.id);
    socket.emit('session', view, relay.lastSeq);
    const viewer = new Viewer({ socket, relay, room: this.#eventsRoom, after });
    this.#viewers.set(socket.id, { viewer, leave: this.#session.addViewer() });
  }

  remove(socket: PageSocket): void {
    this.#viewers.get(socket.id)?.leave();
    this.#viewers.delete(socket.id);
  }

  close(): void {
    this.#subscription.unsubscribe();
  }

  get #eventsRoom(): string {
    return `${this.#session.id}/events`;
  }

  #passOn(dropped: number): void {
    const { relay } = this.#session;
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
  }

  #tell(news: SessionNews): void {
    const everybody = this.#server.to(this.#session.id);
    switch (news.news) {
      case 'edited': {
        const { revision, edits, by, problems } = news;
        everybody.emit('edited', { revision, edits, by, problems });
        break;
      }
      case 'replaced':
        everybody.emit('session', this.#session.view, this.#session.relay.lastSeq);
        break;
      case 'status':
        everybody.emit('status', news.status, news.problems);
        break;
      case 'faults':
        everybody.emit('faults', news.faults);
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
