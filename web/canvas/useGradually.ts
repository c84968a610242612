import { useEffect, useMemo, useState } from 'react';

/**
 * The items that are drawn by now. What comes by the hundred (a large flow is opened, pasted, brought back) arrives over a few
 * frames, and what goes by the hundred leaves likewise, so that the page answers meanwhile. Few changes are drawn at once.
 */
export function useGradually<T>(items: readonly T[], keyOf: (item: T) => string, perFrame: number): T[] {
  const [drawn, setDrawn] = useState<ReadonlyMap<string, T>>(new Map());
  const next = useMemo(() => nextDrawn(items, drawn, { keyOf, perFrame }), [items, drawn, keyOf, perFrame]);
  useEffect(() => {
    if (next.isDone && sameKeys(next.shown, drawn)) return undefined;
    const frame = requestAnimationFrame(() => setDrawn(next.shown));
    return () => cancelAnimationFrame(frame);
  }, [next, drawn]);
  return useMemo(() => [...next.shown.values()], [next]);
}

interface Next<T> {
  shown: ReadonlyMap<string, T>;
  isDone: boolean;
}

interface Pace<T> {
  keyOf: (item: T) => string;
  perFrame: number;
}

/** What is shown in this frame: the items that are there, some new ones, and those that have gone but not left yet. */
function nextDrawn<T>(items: readonly T[], drawn: ReadonlyMap<string, T>, { keyOf, perFrame }: Pace<T>): Next<T> {
  const shown = new Map<string, T>();
  let room = perFrame;
  let waiting = 0;
  for (const item of items) {
    const key = keyOf(item);
    if (!drawn.has(key)) room -= 1;
    if (drawn.has(key) || room >= 0) shown.set(key, item);
    else waiting += 1;
  }
  let leaving = 0;
  const gone = [...drawn].filter(([key]) => !shown.has(key));
  for (const [key, item] of gone.slice(perFrame)) {
    shown.set(key, item);
    leaving += 1;
  }
  return { shown, isDone: waiting === 0 && leaving === 0 };
}

const sameKeys = <T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean =>
  a.size === b.size && [...a.keys()].every((key) => b.has(key));
