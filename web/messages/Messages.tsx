import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { Toggle } from '../ui/Toggle.tsx';
import { HopDetail } from './HopDetail.tsx';
import { MessageLine } from './MessageLine.tsx';
import { maxMessages, messageRows } from './messageRows.ts';
import classes from './Messages.module.css';
import { useThrottled } from './useThrottled.ts';

const redrawMs = 150;

/** Every message, newest first, and the chosen one in full. */
export function Messages() {
  const flow = useFlowStore((state) => state.flow);
  const book = useThrottled(
    useTraceStore((state) => state.book),
    redrawMs,
  );
  const selectedHop = useTraceStore((state) => state.selectedHop);
  const [text, setText] = useState('');
  const [errorsOnly, setErrorsOnly] = useState(false);
  const rows = useMemo(() => messageRows(flow, book.hops, { text, errorsOnly }), [flow, book, text, errorsOnly]);
  const isFiltered = text.trim() !== '' || errorsOnly;
  return (
    <div className={classes.frame}>
      <section className={classes.main} aria-label="Messages">
        <div className={classes.bar}>
          <TextInput
            size="xs"
            className={classes.filter ?? ''}
            aria-label="Filter messages"
            placeholder="Filter by pattern, service or error"
            leftSection={<IconSearch size={14} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Toggle size="xs" label="Errors only" checked={errorsOnly} onChange={() => setErrorsOnly(!errorsOnly)} />
          <span className={classes.count}>{countText(rows.length, book.hops.size, book.missed)}</span>
        </div>
        <div className={classes.heads} aria-hidden>
          <span>time</span>
          <span />
          <span>from → to</span>
          <span>pattern</span>
          <span>result</span>
          <span className={classes.right}>took</span>
        </div>
        <ul className={classes.list}>
          {rows.map((row) => (
            <MessageLine key={row.hop.hopId} row={row} isSelected={row.hop.hopId === selectedHop} />
          ))}
        </ul>
        {rows.length === 0 && (
          <div className={classes.empty}>
            {isFiltered ? 'No message fits the filter.' : 'No message has been sent yet.'}
          </div>
        )}
      </section>
      <HopDetail />
    </div>
  );
}

function countText(shown: number, known: number, missed: number): string {
  const parts = [shown === maxMessages ? `the newest ${shown} of ${known}` : `${shown} of ${known}`];
  if (missed > 0) parts.push(`${missed} events missed`);
  return parts.join(' · ');
}
