import { UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { memo, type CSSProperties } from 'react';
import { useLayoutStore } from '../layout/layoutStore.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { durationText } from '../ui/durationText.ts';
import { Bar } from './Bar.tsx';
import type { TimelineRow, Waterfall } from './rows.ts';
import { segmentWords, spentOn } from './segments.ts';
import classes from './Timeline.module.css';

interface WaterfallRowProps {
  row: TimelineRow;
  ticks: Waterfall['ticks'];
  isSelected: boolean;
}

const maxIndent = 12;
/** The width of the track is not known here; words that fit into a narrow one fit into any. */
const narrowTrackPx = 640;
const charPx = 6;

/** One message: who was asked what, and when. */
export const WaterfallRow = memo(function WaterfallRow({ row, ticks, isSelected }: WaterfallRowProps) {
  const open = (): void => {
    useTraceStore.getState().selectHop(row.hopId);
    useLayoutStore.getState().showTab('messages');
  };
  const hasFailed = row.state === 'failed' || row.state === 'lost';
  const percent = (share: number): string => `${share * 100}%`;
  const color =
    row.kind === 'event' && !hasFailed
      ? 'var(--bar-event)'
      : hasFailed
        ? 'var(--bar-error)'
        : `var(--mantine-color-${row.color}-6)`;
  const note = notePlace(row);
  const took = durationText(row.durationMs);
  const isFollower = row.kind === 'event';
  const words = [took, ...(row.note === '' || row.note === took ? [] : [row.note]), spentText(row)]
    .filter((text) => text !== '')
    .join(', ');
  return (
    <li className={classes.row} data-selected={isSelected || undefined}>
      <UnstyledButton
        className={classes.rowButton}
        title={`${row.label} ${row.place}: ${words}${isFollower ? '. Nobody waits for it.' : ''}`}
        aria-current={isSelected || undefined}
        onClick={open}
      >
        <span className={classes.name} style={{ paddingLeft: Math.min(row.depth, maxIndent) * 14 }}>
          {isFollower && row.depth > 0 && (
            <span className={classes.follows} aria-hidden>
              ⤷
            </span>
          )}
          <span className={classes.label}>{row.label}</span> <span className={classes.place}>{row.place}</span>
        </span>
        <span className={classes.track}>
          {ticks.map(({ at, ms }) => (
            <span key={ms} className={classes.tick} style={{ left: percent(at) }} />
          ))}
          <Bar row={row} color={color} />
          <span
            className={classes.note}
            data-failed={hasFailed || undefined}
            data-inside={note.isInside || undefined}
            style={note.style}
          >
            {hasFailed && <IconX size={11} stroke={3} aria-hidden />}
            {row.note}
          </span>
        </span>
      </UnstyledButton>
    </li>
  );
});

/** `510 ms on the wire, 40 ms in the handler`: what took longest first. */
function spentText({ segments }: TimelineRow): string {
  return spentOn(segments)
    .filter(({ ms }) => ms >= 0.01)
    .slice(0, 4)
    .map(({ kind, ms }) => `${durationText(ms)} ${segmentWords[kind]}`)
    .join(', ');
}

/** The words stand behind the bar where there is room, else before it, else on its end. */
function notePlace(row: TimelineRow): { style: CSSProperties; isInside: boolean } {
  const end = row.left + row.width + row.lateWidth;
  const needed = (row.note.length * charPx + 24) / narrowTrackPx;
  if (end + needed <= 1) return { style: { left: `calc(${end * 100}% + 6px)` }, isInside: false };
  if (row.left - needed >= 0) return { style: { right: `calc(${(1 - row.left) * 100}% + 6px)` }, isInside: false };
  return { style: { right: 0 }, isInside: true };
}
