import { UnstyledButton } from '@mantine/core';
import { IconArrowUp, IconX } from '@tabler/icons-react';
import { memo, useMemo, useRef, useState } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import type { TraceBook, TraceView } from '../trace/traceBook.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { durationText } from '../ui/durationText.ts';
import { filterCount, filterTraces, noFilter, traceMs } from './traceFilter.ts';
import { TraceFilterBar } from './TraceFilterBar.tsx';
import classes from './TraceList.module.css';

/** The traces of late, newest first. The first entry goes along with whatever comes. */
export function TraceList({ book, shown }: { book: TraceBook; shown: string | undefined }) {
  const flow = useFlowStore((state) => state.flow);
  const selectTrace = useTraceStore((state) => state.selectTrace);
  const isFollowing = useTraceStore((state) => state.selectedTrace === undefined);
  const [filter, setFilter] = useState(noFilter);
  // Who has scrolled down is reading: the list then stands still.
  const [held, setHeld] = useState<TraceBook>();
  const list = useRef<HTMLOListElement>(null);
  const read = held ?? book;
  const traces = useMemo(() => filterTraces(flow, read, filter), [flow, read, filter]);
  const isFiltered = filter.text.trim() !== '' || filterCount(filter) > 0;
  const isBehind = held !== undefined && newestOf(held) !== newestOf(book);
  return (
    <nav className={classes.side} aria-label="Traces">
      <TraceFilterBar filter={filter} onChange={setFilter} />
      {isBehind ? (
        <UnstyledButton className={classes.item} onClick={() => list.current?.scrollTo({ top: 0 })}>
          <IconArrowUp size={13} aria-hidden /> <span className={classes.title}>Show the newest</span>
        </UnstyledButton>
      ) : (
        <UnstyledButton className={classes.item} aria-pressed={isFollowing} onClick={() => selectTrace(undefined)}>
          <span className={classes.title}>Follow the newest</span>
        </UnstyledButton>
      )}
      <ol
        ref={list}
        className={classes.list}
        onScroll={({ currentTarget }) => {
          const isReading = currentTarget.scrollTop > 0;
          setHeld((before) => (isReading ? (before ?? book) : undefined));
        }}
      >
        {traces.map((trace) => (
          <li key={trace.traceId}>
            <TraceItem trace={trace} isShown={trace.traceId === shown} />
          </li>
        ))}
      </ol>
      {traces.length === 0 && isFiltered && <div className={classes.none}>No trace fits.</div>}
    </nav>
  );
}

function newestOf({ traces }: TraceBook): string | undefined {
  let newest: string | undefined;
  for (const traceId of traces.keys()) newest = traceId;
  return newest;
}

const TraceItem = memo(function TraceItem({ trace, isShown }: { trace: TraceView; isShown: boolean }) {
  const selectTrace = useTraceStore((state) => state.selectTrace);
  const duration = trace.pending ? 'under way' : durationText(traceMs(trace));
  return (
    <UnstyledButton
      className={classes.item}
      aria-current={isShown || undefined}
      title={`${trace.title} at ${clockText(trace.startedUs)}, ${trace.hopIds.length} messages, ${trace.errors} errors`}
      onClick={() => selectTrace(trace.traceId)}
    >
      {trace.errors > 0 ? (
        <IconX size={12} stroke={3} className={classes.failed} aria-label={`${trace.errors} errors`} />
      ) : (
        <span className={classes.fine} data-pending={trace.pending || undefined} aria-hidden />
      )}
      <span className={classes.title}>
        {trace.title} <span className={classes.time}>{trace.outcome}</span>
      </span>
      <span className={classes.time}>{duration}</span>
    </UnstyledButton>
  );
});

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const clockText = (us: number): string => clock.format(us / 1000);
