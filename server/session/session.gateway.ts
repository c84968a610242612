import { Inject, Logger } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { z } from 'zod';
import { problem, ProblemError } from '#shared/problem.ts';
import type { Answer } from '#shared/protocol.ts';
import { Commands } from './commands.ts';
import type { Entry } from './linkBook.ts';
import { SessionPeople } from './people/sessionPeople.ts';
import type { Session } from './session.ts';
import { Sessions } from './sessions.ts';
import { SessionViewers } from './sessionViewers.ts';
import type { PageServer, PageSocket } from './viewer.ts';

const authSchema = z.object({
  session: z.string(),
  /** Which life of the session `after` counts in. */
  run: z.string().optional().catch(undefined),
  after: z.number().int().min(0).catch(0).default(0),
  paced: z.boolean().catch(false).default(false),
});

const seenSchema = z.number().int().min(0);

/** One page in one session. */
interface Joined {
  session: Session;
  entry: Entry;
}

/** The page's door: joins one session, asks with `command`, and is told what others do and what happens. */
@WebSocketGateway({ serveClient: false, maxHttpBufferSize: 2 << 20 })
export class SessionGateway
  implements OnGatewayInit<PageServer>, OnGatewayConnection<PageSocket>, OnGatewayDisconnect<PageSocket>
{
  readonly #sessions: Sessions;
  readonly #commands: Commands;
  readonly #watched = new Map<string, SessionViewers>();
  readonly #people = new Map<string, SessionPeople>();
  readonly #joined = new WeakMap<PageSocket, Joined>();
  readonly #logger = new Logger('SessionGateway');
  #server: PageServer | undefined;

  constructor(@Inject(Sessions) sessions: Sessions, @Inject(Commands) commands: Commands) {
    this.#sessions = sessions;
    this.#commands = commands;
  }

  afterInit(server: PageServer): void {
    this.#server = server;
  }

  async handleConnection(socket: PageSocket): Promise<void> {
    const auth = authSchema.safeParse(socket.handshake.auth);
    try {
      if (!auth.success) throw new ProblemError(problem('notFound', notThere));
      const { session, ...entry } = await this.#sessions.enter(auth.data.session);
      if (socket.disconnected) return;
      this.#joined.set(socket, { session, entry });
      const { run, after, paced: isPaced } = auth.data;
      const isSameRun = run === undefined || run === session.run;
      this.#viewersOf(session)?.add(socket, { entry, after: isSameRun ? after : 0, isPaced });
    } catch (error) {
      this.#turnAway(socket, error);
    }
  }

  handleDisconnect(socket: PageSocket): void {
    const joined = this.#joined.get(socket);
    const viewers = joined && this.#watched.get(joined.session.id);
    if (joined === undefined || viewers === undefined) return;
    viewers.remove(socket);
    this.#people.get(joined.session.id)?.leave(socket.id);
    if (viewers.count > 0) return;
    viewers.close();
    this.#watched.delete(joined.session.id);
    this.#people.get(joined.session.id)?.close();
    this.#people.delete(joined.session.id);
  }

  /** Who sits in front of the page. Both links may say so: it changes nothing. */
  @SubscribeMessage('here')
  here(@ConnectedSocket() socket: PageSocket, @MessageBody() said: unknown): void {
    const joined = this.#joined.get(socket);
    if (joined === undefined || socket.disconnected) return;
    this.#peopleOf(joined.session.id).here(socket.id, said, { isViewer: !joined.entry.mayEdit });
  }

  @SubscribeMessage('pointer')
  pointer(@ConnectedSocket() socket: PageSocket, @MessageBody() at: unknown): void {
    const joined = this.#joined.get(socket);
    if (joined !== undefined) this.#people.get(joined.session.id)?.point(socket.id, at);
  }

  /** How far the page has come with the events, so that nobody is sent more than they can take. */
  @SubscribeMessage('seen')
  seen(@ConnectedSocket() socket: PageSocket, @MessageBody() said: unknown): void {
    const joined = this.#joined.get(socket);
    const seq = seenSchema.safeParse(said);
    if (joined !== undefined && seq.success) this.#watched.get(joined.session.id)?.seen(socket, seq.data);
  }

  @SubscribeMessage('command')
  async command(@ConnectedSocket() socket: PageSocket, @MessageBody() body: unknown): Promise<Answer<object>> {
    const [name, params]: unknown[] = Array.isArray(body) ? body : [body];
    const joined = this.#joined.get(socket);
    const asked = typeof params === 'object' && params !== null && 'session' in params ? params.session : undefined;
    if (asked !== undefined && asked !== joined?.entry.secret) {
      const message =
        'A page may only ask about the session that it joined. Open the other one in a window of its own.';
      return { ok: false, problem: problem('notFound', message, 'session') };
    }
    return this.#commands.runNamed(name, params, socket.id);
  }

  /** `closed` is for good; a page that is only cut off tries again by itself. */
  #turnAway(socket: PageSocket, error: unknown): void {
    if (error instanceof ProblemError) socket.emit('closed', error.problem.message);
    else this.#logger.error('A page could not join', error instanceof Error ? error.stack : String(error));
    if (error instanceof ProblemError) socket.disconnect();
    else socket.conn.close();
  }

  #viewersOf(session: Session): SessionViewers | undefined {
    if (this.#server === undefined) return undefined;
    const viewers = this.#watched.get(session.id) ?? new SessionViewers(session, this.#server);
    this.#watched.set(session.id, viewers);
    return viewers;
  }

  /** Whoever looks by either link is told of all. */
  #peopleOf(session: string): SessionPeople {
    const known = this.#people.get(session);
    if (known !== undefined) return known;
    const rooms = [session, `${session}/view`];
    const people = new SessionPeople({
      onPeople: (now) => this.#server?.to(rooms).emit('people', now),
      onPointers: (moved, where) => {
        const everybody = this.#server?.to(rooms);
        (where === 'moving' ? everybody?.volatile : everybody)?.emit('pointers', moved);
      },
    });
    this.#people.set(session, people);
    return people;
  }
}

const notThere = 'There is no such session; it may have been closed. Open another one at /.';
