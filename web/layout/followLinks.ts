import { command } from '../connection/connection.ts';
import { readTraceHash, type TraceLink } from '../trace/traceLink.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { followHash } from './followHash.ts';
import { useLayoutStore } from './layoutStore.ts';

/** Opens the trace or message that the address asks for. Returns what ends it. */
export const startFollowingLinks = (): (() => void) =>
  followHash({
    read: readTraceHash,
    isKept,
    show,
    gone: 'What this link shows is not kept any more: only the newest messages are.',
  });

async function isKept({ trace, hop }: TraceLink): Promise<boolean | undefined> {
  const answer = await command('readTrace', { traceId: trace });
  if (!answer.ok) return undefined;
  return answer.events.some((event) => hop === undefined || ('hopId' in event && event.hopId === hop));
}

function show({ trace, hop, view }: TraceLink): boolean {
  const { book, selectTrace, selectHop } = useTraceStore.getState();
  const isKnown = hop === undefined ? book.traces.has(trace) : book.hops.has(hop);
  if (!isKnown) return false;
  if (hop === undefined) selectTrace(trace);
  else selectHop(hop);
  useLayoutStore.getState().showTab(view);
  return true;
}
