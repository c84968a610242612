import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Sequence } from '../trace/sequence.ts';
import { rowWords } from '../trace/sequence/rowWords.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import type { Rows } from './drawSequence.ts';
import { rowPx, yOf } from './layoutSequence.ts';
import classes from './Sequence.module.css';

interface RowsProps {
  sequence: Sequence;
  rows: Rows;
  /** Brings a row into sight, so that it is drawn. */
  onReach: (row: number) => void;
}

/** What the drawing shows, to be clicked, to be walked by keys, and to be heard. One of them is reached by Tab, the others by arrows. */
export function SequenceRows({ sequence, rows, onReach }: RowsProps) {
  const selectedHop = useTraceStore((state) => state.selectedHop);
  const selectHop = useTraceStore((state) => state.selectHop);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const wants = useRef<number>(undefined);
  const first = sequence.rows.findIndex(({ row }) => row >= rows.from);
  const inSight = sequence.rows
    .map((row, index) => ({ row, index }))
    .filter(({ row: { row } }) => row >= rows.from && row < rows.to);
  const tabbed = inSight.some(({ index }) => index === active) ? active : first;

  useEffect(() => {
    if (wants.current === undefined) return;
    const button = list.current?.querySelector<HTMLButtonElement>(`[data-index="${wants.current}"]`);
    if (button === null || button === undefined) return;
    wants.current = undefined;
    button.focus();
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = targetOf(event.key, active, sequence.rows.length);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    wants.current = to;
    setActive(to);
    onReach(sequence.rows[to]?.row ?? 0);
  };

  return (
    <ol ref={list} className={classes.rows} aria-label="Messages in order" onKeyDown={onKeyDown}>
      {inSight.map(({ row, index }) => (
        <li key={index} aria-posinset={index + 1} aria-setsize={sequence.rows.length}>
          <UnstyledButton
            className={classes.row}
            data-index={index}
            data-selected={row.hopId === selectedHop || undefined}
            aria-current={row.hopId === selectedHop || undefined}
            aria-label={rowWords(sequence, row)}
            title={rowWords(sequence, row)}
            tabIndex={index === tabbed ? 0 : -1}
            style={{ top: yOf(row.row) - rowPx / 2, height: rowPx }}
            onFocus={() => setActive(index)}
            onClick={() => selectHop(row.hopId)}
          />
        </li>
      ))}
    </ol>
  );
}

function targetOf(key: string, at: number, count: number): number | undefined {
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}
