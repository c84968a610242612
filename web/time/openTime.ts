import { useTime } from './timeStore.ts';

/** Opens the bar of time, at a moment or live. What indexes is loaded when it is first needed. */
export async function openTime(atUs?: number): Promise<void> {
  useTime.setState({ isOpen: true });
  const { startIndexing, goTo } = await import('./lookBack.ts');
  await startIndexing();
  if (atUs !== undefined) goTo(atUs);
}

/** Back to now, with the bar left open. */
export async function comeBack(): Promise<void> {
  if (useTime.getState().atUs === undefined) return;
  const { goLive } = await import('./lookBack.ts');
  goLive();
}
