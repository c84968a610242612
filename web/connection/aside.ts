import { io, type Socket } from 'socket.io-client';
import type {
  Answer,
  ClientToServer,
  CommandInput,
  CommandName,
  CommandResults,
  ServerToClient,
} from '#shared/protocol.ts';
import { problem } from '#shared/problem.ts';
import type { TraceEvent } from '#shared/trace.ts';

/** A session beside the one that the page shows, over a socket of its own: nothing of it touches what is on the screen. */
export interface Aside {
  /** Asks about that session. Never rejects: what goes wrong is a Problem. */
  command<C extends CommandName>(name: C, params: Omit<CommandInput<C>, 'session'>): Promise<Answer<CommandResults[C]>>;
  readonly events: readonly TraceEvent[];
  readonly missed: number;
  leave(): void;
}

/** A message without a timeout is waited for longer than this by nobody. */
const askedTooLongMs = 110_000;

/** Resolves when it is joined; rejects with what a person should read. */
export async function joinAside(session: string): Promise<Aside> {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    auth: { session },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  const events: TraceEvent[] = [];
  let missed = 0;
  socket.on('events', (batch) => {
    events.push(...batch.events);
    missed += batch.missed;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('session', () => resolve());
    socket.once('closed', (reason) => reject(new Error(reason)));
    socket.once('connect_error', () => reject(new Error('The server does not answer. Start it, then try again.')));
  });
  return {
    command: async (name, params) => {
      try {
        return (await socket
          .timeout(askedTooLongMs)
          .emitWithAck('command', name, { session, ...params })) as Answer<never>;
      } catch {
        return { ok: false, problem: problem('notRunning', 'The server did not answer. Try again.') };
      }
    },
    events,
    get missed() {
      return missed;
    },
    leave: () => void socket.disconnect(),
  };
}
