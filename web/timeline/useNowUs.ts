import { useEffect, useState } from 'react';
import { useTraceStore } from '../trace/traceStore.ts';

const tickMs = 100;
/** What never answers stops growing after this, or it would press all else into a corner. */
const growsForMs = 10_000;

/**
 * The present on the clock of the events, for what is still waiting: the last event's time, and what has passed here since.
 * The page's own clock need not agree with the server's. Whoever looks back sees that moment stand still.
 */
export function useNowUs(lastUs: number, isWaiting: boolean): number {
  const pastUs = useTraceStore((state) => state.pastUs);
  const isLooking = pastUs !== undefined;
  const [now, setNow] = useState({ lastUs, passedMs: 0 });
  useEffect(() => {
    if (!isWaiting || isLooking) return;
    const began = performance.now();
    const timer = setInterval(() => {
      const passedMs = Math.min(performance.now() - began, growsForMs);
      setNow({ lastUs, passedMs });
      if (passedMs === growsForMs) clearInterval(timer);
    }, tickMs);
    return () => clearInterval(timer);
  }, [lastUs, isWaiting, isLooking]);
  if (pastUs !== undefined) return pastUs;
  return now.lastUs === lastUs ? lastUs + now.passedMs * 1000 : lastUs;
}
