import { useEffect, useState, type RefObject, type UIEvent } from 'react';

export interface RowWindow {
  /** The rows to draw: from this one … */
  from: number;
  /** … to before this one. */
  to: number;
  /** Whether the reader has left the top. */
  isScrolled: boolean;
  onScroll: (event: UIEvent<HTMLElement>) => void;
}

/** Rows drawn above and below what is seen, so that scrolling shows no gap. */
const spare = 8;

/** Which rows of one height are in sight of a scrolled list: under heavy traffic only these are worth drawing. */
export function useWindow(list: RefObject<HTMLElement | null>, rowPx: number, count: number): RowWindow {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);
  const from = Math.max(0, Math.floor(Math.min(top, count * rowPx) / rowPx) - spare);
  return {
    from,
    to: Math.min(count, Math.ceil((top + height) / rowPx) + spare),
    isScrolled: top > 0,
    onScroll: (event) => setTop(event.currentTarget.scrollTop),
  };
}
