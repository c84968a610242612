import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../shared/protocol.ts';
import type { Figure } from './figure.ts';
import { livelyFlow } from './livelySession.ts';
import { cpuMs, startLiveServer, type LiveServer } from './liveServer.ts';

type Viewer = Socket<ServerToClient, ClientToServer>;

const roundMs = 2500;

/** A page without a screen: it says how far it has come, as pages do. */
async function view({ url }: LiveServer, session: string): Promise<Viewer> {
  const viewer: Viewer = io(url, { auth: { session, paced: true }, transports: ['websocket'], forceNew: true });
  viewer.on('events', ({ events, upTo }) => {
    const seen = upTo ?? events.at(-1)?.seq;
    if (seen !== undefined) viewer.emit('seen', seen);
  });
  await new Promise((resolve) => viewer.once('session', resolve));
  return viewer;
}

const nextEvents = (viewer: Viewer): Promise<unknown> => new Promise((resolve) => viewer.once('events', resolve));

/** CPU that the server (not the runner) takes for so many viewers of one session in which about 1 000 events happen per second. */
async function cpuPerSecond(server: LiveServer, session: string, count: number): Promise<number> {
  const all = await Promise.all(Array.from({ length: count }, () => view(server, session)));
  const [first] = all;
  if (first === undefined) throw new Error('Nobody looks.');
  // Coming costs, too, and is another figure.
  for (let batch = 0; batch < 10; batch += 1) await nextEvents(first);
  const before = await cpuMs(server.pid);
  const startMs = performance.now();
  while (performance.now() - startMs < roundMs) await nextEvents(first);
  const used = (await cpuMs(server.pid)) - before;
  const seconds = (performance.now() - startMs) / 1000;
  for (const viewer of all) viewer.disconnect();
  return Math.max(10, used) / seconds;
}

/** `allowed`: what so many may take of the server, in units of what one takes. */
export const viewers = (count: number, allowed: number): Figure => ({
  name: `viewers-${count}`,
  says: `Seconds that a second of the server's CPU serves ${count} viewers at 1 000 events/s, times ${allowed} / one viewer`,
  target: 1,
  prepare: async () => {
    const server = await startLiveServer();
    const flow = livelyFlow(20, 20);
    for (const driver of Object.values(flow.drivers)) driver.perSecond = 2;
    const { id } = await server.ask<{ id: string }>('POST', '/api/sessions', { flow });
    return {
      ours: async () => (1000 * allowed) / (await cpuPerSecond(server, id, count)),
      reference: async () => 1000 / (await cpuPerSecond(server, id, 1)),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
});
