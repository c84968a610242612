import { Button, TextInput } from '@mantine/core';
import { IconArrowUp, IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import type { TraceBook } from '../trace/traceBook.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { useThrottledBook } from '../trace/useThrottledBook.ts';
import { Toggle } from '../ui/Toggle.tsx';
import { HopDetail } from './HopDetail.tsx';
import { MessageLine } from './MessageLine.tsx';
import { maxMessages, messageRows } from './messageRows.ts';
import classes from './Messages.module.css';
import { useWindow } from './useWindow.ts';

const redrawMs = 150;
/** As in the style sheet. */
const rowPx = 24;

/** Every message, newest first, and the chosen one in full. */
export function Messages() {
  const flow = useFlowStore((state) => state.flow);
  const book = useThrottledBook(redrawMs);
  const selectedHop = useTraceStore((state) => state.selectedHop);
  const [text, setText] = useState('');
  const [errorsOnly, setErrorsOnly] = useState(false);
  // Who has scrolled down is reading: the list then stands still, or its lines would run away under the eyes.
  const [held, setHeld] = useState<TraceBook>();
  const read = held ?? book;
  const rows = useMemo(() => messageRows(flow, read.hops, { text, errorsOnly }), [flow, read, text, errorsOnly]);
  const list = useRef<HTMLUListElement>(null);
  const shown = useWindow(list, rowPx, rows.length);
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
          {held !== undefined && held.lastSeq < book.lastSeq && (
            <Button
              size="compact-xs"
              variant="light"
              leftSection={<IconArrowUp size={13} />}
              onClick={() => list.current?.scrollTo({ top: 0 })}
            >
              Show the newest
            </Button>
          )}
          <span className={classes.count}>{countText(rows.length, book)}</span>
        </div>
        <div className={classes.heads} aria-hidden>
          <span>time</span>
          <span />
          <span>from → to</span>
          <span>pattern</span>
          <span>result</span>
          <span className={classes.right}>took</span>
        </div>
        <ul
          ref={list}
          className={classes.list}
          onScroll={(event) => {
            shown.onScroll(event);
            const isReading = event.currentTarget.scrollTop > 0;
            setHeld((before) => (isReading ? (before ?? book) : undefined));
          }}
        >
          <li className={classes.spacer} style={{ height: shown.from * rowPx }} aria-hidden />
          {rows.slice(shown.from, shown.to).map((row) => (
            <MessageLine key={row.hop.hopId} row={row} isSelected={row.hop.hopId === selectedHop} />
          ))}
          <li className={classes.spacer} style={{ height: (rows.length - shown.to) * rowPx }} aria-hidden />
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

function countText(shown: number, { hops, missed }: TraceBook): string {
  const parts = [shown === maxMessages ? `the newest ${shown} of ${hops.size}` : `${shown} of ${hops.size}`];
  if (missed > 0) parts.push(`${missed} events missed`);
  return parts.join(' · ');
}
