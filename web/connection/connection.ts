import { Subject, type Observable } from 'rxjs';
import { io, type Socket } from 'socket.io-client';
import type { DeadLetterCounts } from '#shared/deadLetter.ts';
import type { Edit } from '#shared/flow/edits.ts';
import type { Fault } from '#shared/faults/fault.ts';
import type { MonkeyView } from '#shared/faults/monkey.ts';
import type { FaultProgress } from '#shared/faults/progress.ts';
import type { HeldMessage } from '#shared/held.ts';
import type { Here, MovedPointers, People, Pointer } from '#shared/people.ts';
import { problem, type Problem } from '#shared/problem.ts';
import {
  commandSchemas,
  type Answer,
  type ClientToServer,
  type CommandInput,
  type CommandName,
  type CommandResults,
  type EventBatch,
  type ServerToClient,
  type SessionView,
} from '#shared/protocol.ts';
import type { RecordingView } from '#shared/recording/recordingView.ts';
import type { SessionStatus } from '#shared/status.ts';
import { throttled } from '../ui/throttled.ts';
import { useConnectionStore } from './connectionStore.ts';

/** The one socket of the page. What the server says comes out as `news$`; `command` asks it something. */

export type News =
  /** `isAnotherRun`: events are numbered anew. */
  | { news: 'session'; view: SessionView; lastSeq: number; isAnotherRun: boolean }
  /** `by` is the id of whoever's connection it came by. */
  | {
      news: 'edited';
      revision: number;
      edits: Edit[];
      change?: string | undefined;
      by?: string | undefined;
      problems: Problem[];
    }
  | { news: 'status'; status: SessionStatus; problems: Problem[] }
  | { news: 'faults'; faults: Fault[] }
  | { news: 'monkey'; monkey: MonkeyView }
  | { news: 'faultProgress'; progress: FaultProgress }
  | { news: 'held'; held: HeldMessage[] }
  | { news: 'recording'; recording: RecordingView }
  | { news: 'deadLetters'; counts: DeadLetterCounts }
  /** `you` is the id of this page among them. */
  | { news: 'people'; people: People; you: string | undefined }
  | { news: 'pointers'; moved: MovedPointers; you: string | undefined }
  | { news: 'events'; batch: EventBatch };

const subject = new Subject<News>();
export const news$: Observable<News> = subject;

let socket: Socket<ServerToClient, ClientToServer> | undefined;
let session = '';
/** The last event that has come: a page that comes back asks for what followed. */
let lastSeq = 0;
/** The life of the session in which it counts. */
let run: string | undefined;

const askedTooLongMs = 30_000;
/** How often the server is told how far this page has come. */
const sayEveryMs = 200;

/** Joins a session and stays joined: after a break it comes back by itself, and gets what it missed. */
export function join(id: string): () => void {
  session = id;
  lastSeq = 0;
  run = undefined;
  const opened: Socket<ServerToClient, ClientToServer> = io({
    auth: (give) => give({ session: id, after: lastSeq, run, paced: true }),
    transports: ['websocket'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2000,
  });
  const seen = throttled(() => opened.emit('seen', lastSeq), sayEveryMs);
  socket = opened;
  useConnectionStore.setState({ state: 'connecting', reason: '' });
  opened.on('session', (view, seq) => {
    const isAnotherRun = view.run !== run;
    if (isAnotherRun) lastSeq = 0;
    run = view.run;
    useConnectionStore.setState({ state: 'live', reason: '' });
    subject.next({ news: 'session', view, lastSeq: seq, isAnotherRun });
  });
  opened.on('edited', (change) => subject.next({ news: 'edited', ...change }));
  opened.on('people', (people) => subject.next({ news: 'people', people, you: opened.id }));
  opened.on('pointers', (moved) => subject.next({ news: 'pointers', moved, you: opened.id }));
  opened.on('status', (status, problems) => subject.next({ news: 'status', status, problems }));
  opened.on('faults', (faults) => subject.next({ news: 'faults', faults }));
  opened.on('monkey', (monkey) => subject.next({ news: 'monkey', monkey }));
  opened.on('faultProgress', (progress) => subject.next({ news: 'faultProgress', progress }));
  opened.on('held', (held) => subject.next({ news: 'held', held }));
  opened.on('recording', (recording) => subject.next({ news: 'recording', recording }));
  opened.on('deadLetters', (counts) => subject.next({ news: 'deadLetters', counts }));
  opened.on('events', (batch) => {
    lastSeq = batch.upTo ?? batch.events.at(-1)?.seq ?? lastSeq;
    subject.next({ news: 'events', batch });
    // Whoever is sent a share of all is sent as much as they answer to in time.
    if (batch.upTo !== undefined) opened.emit('seen', lastSeq);
    else seen.soon();
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
    seen.stop();
    opened.removeAllListeners();
    opened.disconnect();
    if (socket === opened) socket = undefined;
  };
}

/** Asks the server something, about the session of this page unless it names others. Never rejects: what goes wrong is a Problem. */
export async function command<C extends CommandName>(
  name: C,
  params: Omit<CommandInput<C>, 'session'> & { session?: string },
): Promise<Answer<CommandResults[C]>> {
  if (socket?.connected !== true) return offline;
  const here = 'session' in commandSchemas[name].shape ? { session } : {};
  try {
    const answer = await socket.timeout(askedTooLongMs).emitWithAck('command', name, { ...here, ...params });
    return answer as Answer<CommandResults[C]>;
  } catch {
    return offline;
  }
}

/** Who sits here. Not kept for later when the connection is broken: it is said anew when it is back. */
export function sayHere(here: Here): void {
  if (useConnectionStore.getState().state === 'live') socket?.emit('here', here);
}

/** One that moves may get lost: the next one says it again. Where it came to rest must arrive. */
export function sayPointer(at: Pointer, where: 'moving' | 'resting'): void {
  if (useConnectionStore.getState().state !== 'live') return;
  (where === 'moving' ? socket?.volatile : socket)?.emit('pointer', at);
}

/** Whether a command found nobody to answer it: what it asked for may or may not have been done. */
export const isUnanswered = (answer: Answer<object>): boolean => answer === offline;

const offline = {
  ok: false as const,
  problem: problem(
    'notRunning',
    'The server does not answer right now. The page reconnects by itself; then try again.',
  ),
};
