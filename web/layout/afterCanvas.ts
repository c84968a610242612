import { whenLive } from '../canvas/live.ts';

/** Nobody waits longer for a panel, whatever holds the canvas up. */
const mostMs = 1500;

/** Loads what describes the canvas once that can be seen: until then it would only take the line and the time from it. */
export async function afterCanvas<T>(load: () => Promise<T>): Promise<T> {
  await Promise.race([whenLive, new Promise((resolve) => setTimeout(resolve, mostMs))]);
  return load();
}
