import { useMemo, type KeyboardEvent } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { FollowIcon } from '../trace/FollowIcon.tsx';
import type { TraceBook, TraceView } from '../trace/traceBook.ts';
import { TraceLinkIcon } from '../trace/TraceLinkIcon.tsx';
import { shownTrace, useTraceStore } from '../trace/traceStore.ts';
import { useThrottledBook } from '../trace/useThrottledBook.ts';
import { CompareButton } from './CompareButton.tsx';
import { useCompare } from './compareStore.ts';
import { Comparison } from './Comparison.tsx';
import { layoutWaterfall } from './rows.ts';
import { BreakLane } from './breaks/BreakLane.tsx';
import classes from './Timeline.module.css';
import { timelineHops } from './timelineHop.ts';
import { Legend } from './Legend.tsx';
import { TraceList } from './TraceList.tsx';
import { useNowUs } from './useNowUs.ts';
import { Verdict } from './Verdict.tsx';
import { WaterfallRow } from './WaterfallRow.tsx';

/** Under heavy traffic the newest trace changes with every batch; nobody could follow that. */
const redrawMs = 250;

/** The chosen trace as a waterfall, and the traces to choose from. */
export function Timeline() {
  const book = useThrottledBook(redrawMs);
  const selectedTrace = useTraceStore((state) => state.selectedTrace);
  const traceId = shownTrace({ book, selectedTrace });
  const trace = traceId === undefined ? undefined : book.traces.get(traceId);
  return (
    <div className={classes.frame}>
      {trace === undefined ? (
        <div className={classes.empty}>
          Nothing has happened yet. Press Send on a driver, or send something over a wire.
        </div>
      ) : (
        <TraceWaterfall trace={trace} book={book} isChosen={selectedTrace !== undefined} />
      )}
      <TraceList book={book} shown={traceId} />
    </div>
  );
}

interface WaterfallProps {
  trace: TraceView;
  book: TraceBook;
  /** By the person; else it is the newest. */
  isChosen: boolean;
}

function TraceWaterfall({ trace, book, isChosen }: WaterfallProps) {
  const { hops } = book;
  const flow = useFlowStore((state) => state.flow);
  const selectedHop = useTraceStore((state) => state.selectedHop);
  const base = useCompare((state) => (state.base === undefined ? undefined : book.traces.get(state.base)));
  const nowUs = useNowUs(trace.lastUs, trace.pending);
  const own = useMemo(() => trace.hopIds.flatMap((id) => hops.get(id) ?? []), [trace, hops]);
  const drawn = useMemo(() => timelineHops(flow, own.slice(0, maxRows)), [own, flow]);
  const waterfall = useMemo(() => layoutWaterfall(drawn, nowUs), [drawn, nowUs]);

  return (
    <section className={classes.waterfall} aria-label="Waterfall">
      <div className={classes.head}>
        <span className={classes.headline} title={trace.traceId}>
          {headline(trace)}
        </span>
        {base === undefined && <Legend />}
        {base === trace && <span className={classes.hint}>Choose the trace to compare it with.</span>}
        <CompareButton traceId={trace.traceId} isComparing={base !== undefined} />
        <FollowIcon traceId={trace.traceId} />
        <TraceLinkIcon link={{ trace: trace.traceId, view: 'timeline' }} />
      </div>
      {base !== undefined && base !== trace ? (
        <Comparison book={book} base={base} trace={trace} />
      ) : (
        <>
          <Verdict hops={own} isChosen={isChosen} />
          <div
            className={classes.scroll}
            onScroll={({ currentTarget }) => {
              // Who scrolls is reading: the next trace must not take this one away.
              if (!isChosen && currentTarget.scrollTop > 0) useTraceStore.getState().selectTrace(trace.traceId);
            }}
          >
            <BreakLane
              breaks={book.breaks}
              missed={book.missed}
              startUs={waterfall.startUs}
              spanUs={waterfall.spanUs}
            />
            <ol className={classes.rows} onKeyDown={moveByArrows}>
              {waterfall.rows.map((row) => (
                <WaterfallRow
                  key={row.hopId}
                  row={row}
                  ticks={waterfall.ticks}
                  isSelected={row.hopId === selectedHop}
                />
              ))}
            </ol>
            {own.length > maxRows && (
              <div className={classes.more}>
                {own.length - maxRows} more messages in this trace; Messages lists the newest.
              </div>
            )}
            <div className={classes.axis} aria-hidden>
              <div className={classes.axisTrack}>
                {waterfall.ticks.map(({ at, ms }) => (
                  <span key={ms} className={classes.tickText} style={{ left: `${at * 100}%` }}>
                    {ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`}
                  </span>
                ))}
              </div>
            </div>
          </div>
        </>
      )}
    </section>
  );
}

const maxRows = 300;

function headline(trace: TraceView): string {
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return [
    `trace ${trace.traceId.slice(0, 8)}`,
    trace.title,
    count(trace.hopIds.length, 'hop'),
    ...(trace.errors > 0 ? [count(trace.errors, 'error')] : []),
    ...(trace.outcome === '' ? [] : [trace.outcome]),
    ...(trace.pending ? ['under way'] : []),
  ].join(' · ');
}

/** Arrow keys go from row to row. */
function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
