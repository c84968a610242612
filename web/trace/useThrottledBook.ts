import { useEffect, useState } from 'react';
import { onceViewRests } from '../ui/viewMoves.ts';
import type { TraceBook } from './traceBook.ts';
import { useTraceStore } from './traceStore.ts';

/**
 * What happened, as it was at most `everyMs` ago. Under heavy traffic the book changes with every batch: a view that
 * nobody could read that fast is drawn less often, not while the view of the drawing is moved, and between two drawings costs nothing.
 */
export function useThrottledBook(everyMs: number): TraceBook {
  const [book, setBook] = useState(() => useTraceStore.getState().book);
  useEffect(() => followBook(everyMs, setBook), [everyMs]);
  return book;
}

function followBook(everyMs: number, show: (book: TraceBook) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let forget = (): void => undefined;
  let shownAt = 0;
  const showNow = (): void => {
    timer = undefined;
    shownAt = performance.now();
    show(useTraceStore.getState().book);
  };
  const note = (): void => {
    timer ??= setTimeout(() => (forget = onceViewRests(showNow)), Math.max(0, everyMs - (performance.now() - shownAt)));
  };
  note();
  const stop = useTraceStore.subscribe(note);
  return () => {
    stop();
    forget();
    clearTimeout(timer);
  };
}
