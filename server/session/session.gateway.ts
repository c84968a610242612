import { Inject } from '@nestjs/common';
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
import { problem } from '#shared/problem.ts';
import type { Answer } from '#shared/protocol.ts';
import { Commands } from './commands.ts';
import type { Session } from './session.ts';
import { Sessions } from './sessions.ts';
import { SessionViewers } from './sessionViewers.ts';
import type { PageServer, PageSocket } from './viewer.ts';

const authSchema = z.object({ session: z.string(), after: z.number().int().min(0).catch(0).default(0) });

/** The page's door: joins one session, asks with `command`, and is told what others do and what happens. */
@WebSocketGateway({ serveClient: false, maxHttpBufferSize: 2 << 20 })
export class SessionGateway
  implements OnGatewayInit<PageServer>, OnGatewayConnection<PageSocket>, OnGatewayDisconnect<PageSocket>
{
  readonly #sessions: Sessions;
  readonly #commands: Commands;
  readonly #watched = new Map<string, SessionViewers>();
  readonly #joined = new WeakMap<PageSocket, Session>();
  #server: PageServer | undefined;

  constructor(@Inject(Sessions) sessions: Sessions, @Inject(Commands) commands: Commands) {
    this.#sessions = sessions;
    this.#commands = commands;
  }

  afterInit(server: PageServer): void {
    this.#server = server;
  }

  handleConnection(socket: PageSocket): void {
    const auth = authSchema.safeParse(socket.handshake.auth);
    const session = auth.success ? this.#sessions.find(auth.data.session) : undefined;
    if (!auth.success || session === undefined) {
      socket.emit('closed', 'There is no such session; it may have been closed. Open another one at /.');
      socket.disconnect();
      return;
    }
    this.#joined.set(socket, session);
    this.#viewersOf(session)?.add(socket, auth.data.after);
  }

  handleDisconnect(socket: PageSocket): void {
    const session = this.#joined.get(socket);
    const viewers = session && this.#watched.get(session.id);
    if (session === undefined || viewers === undefined) return;
    viewers.remove(socket);
    if (viewers.count > 0) return;
    viewers.close();
    this.#watched.delete(session.id);
  }

  @SubscribeMessage('command')
  async command(@ConnectedSocket() socket: PageSocket, @MessageBody() body: unknown): Promise<Answer<object>> {
    const [name, params]: unknown[] = Array.isArray(body) ? body : [body];
    const session = this.#joined.get(socket);
    const asked = typeof params === 'object' && params !== null && 'session' in params ? params.session : undefined;
    if (asked !== undefined && asked !== session?.id) {
      const message =
        'A page may only ask about the session that it joined. Open the other one in a window of its own.';
      return { ok: false, problem: problem('notFound', message, 'session') };
    }
    return this.#commands.runNamed(name, params, socket.id);
  }

  #viewersOf(session: Session): SessionViewers | undefined {
    if (this.#server === undefined) return undefined;
    const viewers = this.#watched.get(session.id) ?? new SessionViewers(session, this.#server);
    this.#watched.set(session.id, viewers);
    return viewers;
  }
}
