import { Subject, type Observable } from 'rxjs';
import { io, type Socket } from 'socket.io-client';
import type { DeadLetterCounts } from '#shared/deadLetter.ts';
import type { Edit } from '#shared/flow/edits.ts';
import type { Fault } from '#shared/faults/fault.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type {
  Answer,
  ClientToServer,
  CommandInput,
  CommandName,
  CommandResults,
  EventsAnswer,
  ServerToClient,
  SessionView,
} from '#shared/protocol.ts';
import type { SessionStatus } from '#shared/status.ts';
import { useConnectionStore } from './connectionStore.ts';

/** The one socket of the page. What the server says comes out as `news$`; `command` asks it something. */

export type News =
  | { news: 'session'; view: SessionView; lastSeq: number }
  | { news: 'edited'; revision: number; edits: Edit[]; problems: Problem[]; mine: boolean }
  | { news: 'status'; status: SessionStatus; problems: Problem[] }
  | { news: 'faults'; faults: Fault[] }
  | { news: 'deadLetters'; counts: DeadLetterCounts }
  | { news: 'events'; batch: EventsAnswer };

const subject = new Subject<News>();
export const news$: Observable<News> = subject;

let socket: Socket<ServerToClient, ClientToServer> | undefined;
let session = '';
/** The last event that has come: a page that comes back asks for what followed. */
let lastSeq = 0;

const askedTooLongMs = 30_000;

/** Joins a session and stays joined: after a break it comes back by itself, and gets what it missed. */
export function join(id: string): () => void {
  session = id;
  lastSeq = 0;
  const opened: Socket<ServerToClient, ClientToServer> = io({
    auth: (give) => give({ session: id, after: lastSeq }),
    transports: ['websocket'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2000,
  });
  socket = opened;
  useConnectionStore.setState({ state: 'connecting', reason: '' });
  opened.on('session', (view, seq) => {
    useConnectionStore.setState({ state: 'live', reason: '' });
    subject.next({ news: 'session', view, lastSeq: seq });
  });
  opened.on('edited', ({ revision, edits, by, problems }) =>
    subject.next({ news: 'edited', revision, edits, problems, mine: by !== undefined && by === opened.id }),
  );
  opened.on('status', (status, problems) => subject.next({ news: 'status', status, problems }));
  opened.on('faults', (faults) => subject.next({ news: 'faults', faults }));
  opened.on('deadLetters', (counts) => subject.next({ news: 'deadLetters', counts }));
  opened.on('events', (batch) => {
    lastSeq = batch.events.at(-1)?.seq ?? lastSeq;
    subject.next({ news: 'events', batch });
  });
  opened.on('closed', (reason) => {
    useConnectionStore.setState({ state: 'closed', reason });
    opened.disconnect();
  });
  const lost = (): void => {
    if (useConnectionStore.getState().state !== 'closed') useConnectionStore.setState({ state: 'reconnecting' });
  };
  opened.on('disconnect', lost);
  opened.on('connect_error', lost);
  return () => {
    opened.removeAllListeners();
    opened.disconnect();
    if (socket === opened) socket = undefined;
  };
}

/** Asks the server something about the session of this page. Never rejects: what goes wrong is a Problem. */
export async function command<C extends CommandName>(
  name: C,
  params: Omit<CommandInput<C>, 'session'>,
): Promise<Answer<CommandResults[C]>> {
  if (socket?.connected !== true) return offline;
  try {
    const answer = await socket.timeout(askedTooLongMs).emitWithAck('command', name, { ...params, session });
    return answer as Answer<CommandResults[C]>;
  } catch {
    return offline;
  }
}

const offline = {
  ok: false as const,
  problem: problem(
    'notRunning',
    'The server does not answer right now. The page reconnects by itself; then try again.',
  ),
};
