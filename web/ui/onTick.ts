/** Often enough that no second is seen to last longer than the others. */
const tickMs = 200;
const watching = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all that counts up or down, and none while nothing does. Returns what ends it, as `useSyncExternalStore` wants. */
export function onTick(listener: () => void): () => void {
  watching.add(listener);
  timer ??= setInterval(() => {
    for (const look of watching) look();
  }, tickMs);
  return () => {
    watching.delete(listener);
    if (watching.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
