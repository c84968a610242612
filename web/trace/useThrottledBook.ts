import { useEffect, useState } from 'react';
import type { TraceBook } from './traceBook.ts';
import { useTraceStore } from './traceStore.ts';

/**
 * What happened, as it was at most `everyMs` ago. Under heavy traffic the book changes with every batch: a view that
 * nobody could read that fast is drawn less often, and between two drawings costs nothing.
 */
export function useThrottledBook(everyMs: number): TraceBook {
  const [book, setBook] = useState(() => useTraceStore.getState().book);
  useEffect(() => followBook(everyMs, setBook), [everyMs]);
  return book;
}

function followBook(everyMs: number, show: (book: TraceBook) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shownAt = 0;
  const note = (): void => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        shownAt = performance.now();
        show(useTraceStore.getState().book);
      },
      Math.max(0, everyMs - (performance.now() - shownAt)),
    );
  };
  note();
  const stop = useTraceStore.subscribe(note);
  return () => {
    stop();
    clearTimeout(timer);
  };
}
