import { useConnectionStore } from '../connection/connectionStore.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { useNotices } from '../ui/notices.ts';

interface Followed<Asked> {
  /** What the address asks for now, if it is of this kind. */
  read: (hash: string) => Asked | undefined;
  /** Asks the server. Whether it keeps what is asked for; undefined when it did not say. */
  isKept: (asked: Asked) => Promise<boolean | undefined>;
  /** Shows it if the page has been told all of it by now, and says whether it has. `isKept` once the server has said so. */
  show: (asked: Asked, isKept: boolean) => boolean;
  /** What people are told when it is kept no more. */
  gone: string;
}

/**
 * Opens what the address asks for, when the page comes and whenever the address changes. What is asked for may still be on its
 * way here, or forgotten by now: then that is said. Returns what ends it.
 */
export function followHash<Asked>({ read, isKept, show, gone }: Followed<Asked>): () => void {
  let wanted: Asked | undefined;
  let isSaidToBeKept = false;
  const tryToShow = (): void => {
    const asked = wanted;
    if (asked === undefined) return;
    // To show it changes the store, which calls this again.
    wanted = undefined;
    if (!show(asked, isSaidToBeKept)) wanted = asked;
  };
  const ask = async (): Promise<void> => {
    const asked = wanted;
    if (asked === undefined || useConnectionStore.getState().state !== 'live') return;
    const answer = await isKept(asked);
    if (asked !== wanted || answer === undefined) return;
    isSaidToBeKept = answer;
    if (answer) tryToShow();
    else {
      wanted = undefined;
      useNotices.getState().say('info', gone);
    }
  };
  const follow = (): void => {
    wanted = read(window.location.hash);
    isSaidToBeKept = false;
    tryToShow();
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
