import type { OpenReplay } from '#shared/recording/replay/replaySession.ts';
import { askServer } from '../../connection/api.ts';
import { joinAside } from '../../connection/aside.ts';

/** A session for one replay on this server, gone when that is over. */
export const openReplay: OpenReplay = async (flow, seed) => {
  const body = { flow, seed };
  const opened = await askServer({ command: 'openSession', method: 'POST', path: '/api/sessions', body });
  if (!opened.ok) throw new Error(opened.problem.message);
  const path = `/api/sessions/${opened.id}`;
  const end = async (): Promise<void> => void (await askServer({ command: 'closeSession', method: 'DELETE', path }));
  const joined = await joinAside(opened.id).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return {
    command: joined.command,
    events: joined.events,
    get missed() {
      return joined.missed;
    },
    close: async () => {
      joined.leave();
      await end();
    },
  };
};
