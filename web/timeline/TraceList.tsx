import { UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { memo, useMemo } from 'react';
import type { TraceBook, TraceView } from '../trace/traceBook.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { durationText } from '../ui/durationText.ts';
import classes from './TraceList.module.css';

const maxListed = 100;

/** The traces of late, newest first. The first entry goes along with whatever comes. */
export function TraceList({ book, shown }: { book: TraceBook; shown: string | undefined }) {
  const selectTrace = useTraceStore((state) => state.selectTrace);
  const isFollowing = useTraceStore((state) => state.selectedTrace === undefined);
  const traces = useMemo(() => [...book.traces.values()].slice(-maxListed).toReversed(), [book]);
  return (
    <nav className={classes.side} aria-label="Traces">
      <UnstyledButton className={classes.item} aria-pressed={isFollowing} onClick={() => selectTrace(undefined)}>
        <span className={classes.title}>Follow the newest</span>
      </UnstyledButton>
      <ol className={classes.list}>
        {traces.map((trace) => (
          <li key={trace.traceId}>
            <TraceItem trace={trace} isShown={trace.traceId === shown} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

const TraceItem = memo(function TraceItem({ trace, isShown }: { trace: TraceView; isShown: boolean }) {
  const selectTrace = useTraceStore((state) => state.selectTrace);
  const duration = trace.pending ? 'under way' : durationText((trace.lastUs - trace.startedUs) / 1000);
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
