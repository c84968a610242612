import type { Figure } from './figure.ts';
import { perSecond } from './figure.ts';
import { startLiveServer, type LiveServer } from './liveServer.ts';
import { call, flowOf } from './sessionScale.ts';

const calls = 100;
const few = 20;

/** Calls in turn, one at a time, in each of these sessions. @returns how many per second */
function callInTurn(server: LiveServer, sessions: readonly string[], count = calls): Promise<number> {
  let turn = 0;
  return perSecond(count, 1, () => {
    turn += 1;
    return server.ask('POST', `/api/sessions/${sessions[turn % sessions.length]}/send`, call);
  });
}

/** Whether a session notices that it has others beside it. */
export const sharedMachine = (sessions: number): Figure => ({
  name: `sessions-${sessions}`,
  says: `Calls by hand, in turn in ${sessions} sessions of 10 services on one server / in the only session of another, per second`,
  target: 0.8,
  prepare: async () => {
    const [many, alone] = await Promise.all([startLiveServer(), startLiveServer()]);
    const open = async (server: LiveServer): Promise<string> =>
      (await server.ask<{ id: string }>('POST', '/api/sessions', { flow: flowOf(10) })).id;
    const ids: string[] = [];
    while (ids.length < sessions) ids.push(await open(many));
    const id = await open(alone);
    // The first calls of a process cost more, and are no figure of how many there are.
    await Promise.all([...ids.map((one) => callInTurn(many, [one], few)), callInTurn(alone, [id], few)]);
    return {
      ours: () => callInTurn(many, ids),
      reference: () => callInTurn(alone, [id]),
      [Symbol.asyncDispose]: async () => {
        await Promise.all([many[Symbol.asyncDispose](), alone[Symbol.asyncDispose]()]);
      },
    };
  },
});
