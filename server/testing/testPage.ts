import { io, type Socket } from 'socket.io-client';
import type {
  Answer,
  ClientToServer,
  CommandInput,
  CommandName,
  CommandResults,
  Sampled,
  ServerToClient,
  SessionView,
} from '#shared/protocol.ts';
import type { TraceEvent } from '#shared/trace.ts';

type PageSocket = Socket<ServerToClient, ClientToServer>;

/** A page without a screen: holds what it was told, in the order in which it was told. */
export class TestPage implements Disposable {
  readonly socket: PageSocket;
  /** As the last `session` message said, kept up to date by what came after it. */
  view: SessionView | undefined;
  /** How many whole views it was sent. */
  views = 0;
  lastSeq = 0;
  readonly events: TraceEvent[] = [];
  missed = 0;
  /** As it was told last; only pages that are paced are told. */
  sampled: Sampled | undefined;
  readonly edited: Parameters<ServerToClient['edited']>[0][] = [];
  closedReason: string | undefined;
  readonly #watchers = new Set<() => void>();

  constructor(socket: PageSocket) {
    this.socket = socket;
    socket.on('session', (view, lastSeq) => {
      this.view = view;
      this.views += 1;
      this.lastSeq = lastSeq;
    });
    socket.on('edited', (change) => this.edited.push(change));
    socket.on('status', (status, problems) => this.view && Object.assign(this.view, status, { problems }));
    socket.on('faults', (faults) => this.view && Object.assign(this.view, { faults }));
    socket.on('faultProgress', (faultProgress) => this.view && Object.assign(this.view, { faultProgress }));
    socket.on('monkey', (monkey) => this.view && Object.assign(this.view, { monkey }));
    socket.on('held', (held) => this.view && Object.assign(this.view, { held }));
    socket.on('recording', (recording) => this.view && Object.assign(this.view, { recording }));
    socket.on('deadLetters', (deadLetters) => this.view && Object.assign(this.view, { deadLetters }));
    socket.on('events', ({ events, missed, upTo, late = [], sampled }) => {
      this.events.push(...late, ...events);
      this.missed += missed;
      this.sampled = sampled;
      const seen = upTo ?? events.at(-1)?.seq;
      if (seen !== undefined) socket.emit('seen', seen);
    });
    socket.on('closed', (reason) => (this.closedReason = reason));
    socket.onAny(() => this.#look());
    socket.on('connect', () => this.#look());
    socket.on('disconnect', () => this.#look());
  }

  /** Waits until something holds that depends on what the page was told. */
  async until(holds: (page: this) => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!holds(this)) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  async untilEvent(matches: (event: TraceEvent) => boolean): Promise<TraceEvent> {
    let found: TraceEvent | undefined;
    await this.until(({ events }) => {
      found = events.find(matches);
      return found !== undefined;
    });
    if (found === undefined) throw new Error('unreachable: until resolves when an event was found');
    return found;
  }

  /** Asks as the page does; `session` is filled in. */
  command<C extends CommandName>(
    name: C,
    params: Omit<CommandInput<C>, 'session'>,
  ): Promise<Answer<CommandResults[C]>> {
    const session = this.view?.id;
    return this.socket.emitWithAck('command', name, { session, ...params });
  }

  [Symbol.dispose](): void {
    this.socket.disconnect();
  }

  #look(): void {
    // After the listener that keeps what was just told.
    queueMicrotask(() => {
      for (const look of this.#watchers) look();
    });
  }
}

/** Resolves when the page has been told the session, or that there is none. */
export async function joinSession(url: string, auth: object): Promise<TestPage> {
  const page = new TestPage(io(url, { auth, transports: ['websocket'], forceNew: true, reconnectionDelay: 50 }));
  await page.until(({ view, closedReason }) => view !== undefined || closedReason !== undefined);
  return page;
}
