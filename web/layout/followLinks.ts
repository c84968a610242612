import { command } from '../connection/connection.ts';
import { useConnectionStore } from '../connection/connectionStore.ts';
import { readTraceHash, type TraceLink } from '../trace/traceLink.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { useNotices } from '../ui/notices.ts';
import { useLayoutStore } from './layoutStore.ts';

/**
 * Opens the trace or message that the address asks for, when the page comes and whenever the address changes. What is asked
 * for may still be on its way here, or forgotten by now: then that is said. Returns what ends it.
 */
export function startFollowingLinks(): () => void {
  let wanted: TraceLink | undefined;
  const tryToShow = (): void => {
    const known = wanted;
    if (known === undefined || !isKnown(known)) return;
    // To show it changes the store, which calls this again.
    wanted = undefined;
    show(known);
  };
  const ask = async (): Promise<void> => {
    const asked = wanted;
    if (asked === undefined || useConnectionStore.getState().state !== 'live') return;
    const answer = await command('readTrace', { traceId: asked.trace });
    if (asked !== wanted || !answer.ok) return;
    const isKept = answer.events.some(
      (event) => asked.hop === undefined || ('hopId' in event && event.hopId === asked.hop),
    );
    if (isKept) return;
    wanted = undefined;
    useNotices.getState().say('info', 'What this link shows is not kept any more: only the newest messages are.');
  };
  const follow = (): void => {
    wanted = readTraceHash(window.location.hash);
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

function isKnown({ trace, hop }: TraceLink): boolean {
  const { hops, traces } = useTraceStore.getState().book;
  return hop === undefined ? traces.has(trace) : hops.has(hop);
}

function show({ trace, hop, view }: TraceLink): void {
  const { selectTrace, selectHop } = useTraceStore.getState();
  if (hop === undefined) selectTrace(trace);
  else selectHop(hop);
  useLayoutStore.getState().showTab(view);
}
