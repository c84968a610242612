/** Whoever moves the drawing looks at it, and not at the lists around it: what is told there waits until the view rests, or a second. */

const mostMs = 1000;

let isMoving = false;
const waiting = new Set<() => void>();

/** Said by the canvas. */
export function viewMoves(now: boolean): void {
  isMoving = now;
  if (now) return;
  for (const work of waiting) work();
}

/** Does it at once when the view rests, else as soon as it does or a second is over. Gives back what takes it back. */
export function onceViewRests(work: () => void): () => void {
  if (!isMoving) {
    work();
    return () => undefined;
  }
  const stop = (): void => {
    clearTimeout(timer);
    waiting.delete(now);
  };
  const now = (): void => {
    stop();
    work();
  };
  const timer = setTimeout(now, mostMs);
  waiting.add(now);
  return stop;
}
