import { command } from '../connection/connection.ts';
import { useConnectionStore } from '../connection/connectionStore.ts';
import { readMomentHash } from '../time/momentLink.ts';
import { openTime } from '../time/openTime.ts';
import { newestLogged } from '../trace/eventLog.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { useNotices } from '../ui/notices.ts';

/** Of this computer and the server's, at most. */
const clocksDifferUs = 3600 * 1_000_000;
const gone = 'The moment that this link shows is not kept any more: only the newest events are.';

/**
 * Looks back to the moment that the address asks for, when the page comes and whenever the address changes. The events until then
 * may still be on their way here, or forgotten by now: then that is said. Returns what ends it.
 */
export function startFollowingMoments(): () => void {
  let wantedUs: number | undefined;
  let isKept = false;
  const tryToShow = (): void => {
    const newest = newestLogged();
    if (wantedUs === undefined || !isKept || newest === undefined || newest.atUs < wantedUs) return;
    const atUs = wantedUs;
    wantedUs = undefined;
    void openTime(atUs);
  };
  const ask = async (): Promise<void> => {
    const asked = wantedUs;
    if (asked === undefined || useConnectionStore.getState().state !== 'live') return;
    const answer = await command('readEvents', { after: 0, limit: 1 });
    if (asked !== wantedUs || !answer.ok) return;
    const [first] = answer.events;
    isKept = first !== undefined && first.atUs <= asked && asked <= Date.now() * 1000 + clocksDifferUs;
    if (isKept) tryToShow();
    else {
      wantedUs = undefined;
      useNotices.getState().say('info', gone);
    }
  };
  const follow = (): void => {
    wantedUs = readMomentHash(window.location.hash);
    isKept = false;
    void ask();
  };
  const stops = [
    useTraceStore.subscribe(tryToShow),
    useConnectionStore.subscribe(({ state }, before) => {
      if (state === 'live' && before.state !== 'live') void ask();
    }),
  ];
  window.addEventListener('hashchange', follow);
  follow();
  return () => {
    window.removeEventListener('hashchange', follow);
    for (const stop of stops) stop();
  };
}
