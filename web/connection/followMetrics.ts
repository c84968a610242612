import { takeMetrics, useMetrics } from '../metrics/metricsStore.ts';
import { command } from './connection.ts';
import { useConnectionStore } from './connectionStore.ts';

const everyMs = 1000;

/**
 * Asks for the numbers once a second, never twice at a time: a page that cannot follow the events has exact numbers all the
 * same, and one that nobody sees asks for none. Returns what ends it.
 */
export function startFollowingMetrics(): () => void {
  let isAsking = false;
  let isOver = false;
  const ask = async (): Promise<void> => {
    if (isAsking || document.hidden || useConnectionStore.getState().state !== 'live') return;
    isAsking = true;
    const answer = await command('readMetrics', { after: useMetrics.getState().version });
    isAsking = false;
    if (answer.ok && !isOver) takeMetrics(answer);
  };
  const timer = setInterval(() => void ask(), everyMs);
  const askNow = (): void => void ask();
  document.addEventListener('visibilitychange', askNow);
  return () => {
    isOver = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', askNow);
  };
}
