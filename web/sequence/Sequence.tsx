import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { HopDetail } from '../messages/HopDetail.tsx';
import { useWindow } from '../messages/useWindow.ts';
import type { TraceBook } from '../trace/traceBook.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { useThrottledBook } from '../trace/useThrottledBook.ts';
import { useScheme } from '../ui/useScheme.ts';
import { layoutSequence, rowPx, yOf } from './layoutSequence.ts';
import { palettes } from './palette.ts';
import classes from './Sequence.module.css';
import { SequenceBar } from './SequenceBar.tsx';
import { SequenceDrawing } from './SequenceDrawing.tsx';
import { SequenceHeads } from './SequenceHeads.tsx';
import { SequenceRows } from './SequenceRows.tsx';
import { useSequenceStore } from './sequenceStore.ts';
import { useSequence, type ShownSequence } from './useSequence.ts';

const redrawMs = 250;

/** Who said what to whom: the chosen trace, or the newest messages, live. A chosen message opens beside it. */
export function Sequence() {
  const book = useThrottledBook(redrawMs);
  const scope = useSequenceStore((state) => state.scope);
  // Who has scrolled up is reading: the diagram then stands still.
  const [held, setHeld] = useState<TraceBook>();
  const read = scope === 'trace' ? book : (held ?? book);
  const shown = useSequence(read, scope);
  const isSelected = useTraceStore((state) => state.selectedHop !== undefined);
  const colors = palettes[useScheme()];
  const isBehind = held !== undefined && scope !== 'trace' && held.lastSeq < book.lastSeq;
  return (
    <div className={classes.frame}>
      <section className={classes.main} aria-label="Sequence diagram">
        <SequenceBar
          what={shown === undefined ? undefined : { ...shown, colors }}
          left={shown?.left ?? 0}
          traceId={shown?.traceId}
          onNewest={isBehind ? () => setHeld(undefined) : undefined}
        />
        {shown === undefined ? (
          <div className={classes.empty}>
            Nothing has happened yet. Press Send on a driver, or send something over a wire.
          </div>
        ) : (
          <Diagram
            key={scope}
            shown={shown}
            isTail={scope !== 'trace' && held === undefined}
            onRead={(isReading) => setHeld((before) => (isReading ? (before ?? book) : undefined))}
          />
        )}
      </section>
      {isSelected && <HopDetail />}
    </div>
  );
}

interface DiagramProps {
  shown: ShownSequence;
  /** It keeps to its end, where what happens now is. */
  isTail: boolean;
  onRead: (isReading: boolean) => void;
}

function Diagram({ shown, isTail, onRead }: DiagramProps) {
  const { sequence } = shown;
  const colors = palettes[useScheme()];
  const scroll = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => layoutSequence(sequence), [sequence]);
  const { from, to, onScroll } = useWindow(scroll, rowPx, sequence.rowCount);
  const rows = useMemo(() => ({ from, to }), [from, to]);
  useLayoutEffect(() => {
    if (isTail) scroll.current?.scrollTo({ top: layout.height });
  }, [isTail, layout]);
  const reach = (row: number): void => {
    const element = scroll.current;
    if (element === null) return;
    const [top, bottom] = [yOf(row) - rowPx, yOf(row) + 2 * rowPx];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight - headsPx)
      element.scrollTop = bottom - element.clientHeight + headsPx;
  };
  return (
    <div
      ref={scroll}
      className={classes.scroll}
      onScroll={(event) => {
        onScroll(event);
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        onRead(scrollTop + clientHeight < scrollHeight - rowPx);
      }}
    >
      <SequenceHeads layout={layout} />
      <div className={classes.body} style={{ width: layout.width, height: layout.height }}>
        <SequenceRows sequence={sequence} rows={rows} onReach={reach} />
        <SequenceDrawing layout={layout} rows={rows} colors={colors} />
      </div>
    </div>
  );
}

/** As in the style sheet. */
const headsPx = 32;
