import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { memo, type CSSProperties } from 'react';
import { useLayoutStore } from '../layout/layoutStore.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { durationText } from '../ui/durationText.ts';
import type { TimelineRow, Waterfall } from './rows.ts';
import classes from './Timeline.module.css';

interface WaterfallRowProps {
  row: TimelineRow;
  ticks: Waterfall['ticks'];
  isSelected: boolean;
}

const maxIndent = 12;
/** Beyond this share of the width the words stand inside or before the bar. */
const wordsFitBefore = 0.8;

/** One message: who was asked what, and when. */
export const WaterfallRow = memo(function WaterfallRow({ row, ticks, isSelected }: WaterfallRowProps) {
  const open = (): void => {
    useTraceStore.getState().selectHop(row.hopId);
    useLayoutStore.getState().showTab('messages');
  };
  const hasFailed = row.state === 'failed' || row.state === 'lost';
  const end = row.left + row.width + row.lateWidth;
  const percent = (share: number): string => `${share * 100}%`;
  const color =
    row.kind === 'event' && !hasFailed
      ? 'var(--bar-event)'
      : hasFailed
        ? 'var(--bar-error)'
        : `var(--mantine-color-${row.color}-6)`;
  const note: CSSProperties =
    end <= wordsFitBefore
      ? { left: `calc(${percent(end)} + 6px)` }
      : row.left > 1 - wordsFitBefore
        ? { right: `calc(${percent(1 - row.left)} + 6px)` }
        : { right: 0 };
  const isInside = end > wordsFitBefore && row.left <= 1 - wordsFitBefore;
  const words = row.note === '' || row.note === durationText(row.durationMs) ? '' : `, ${row.note}`;
  return (
    <li className={classes.row} data-selected={isSelected || undefined}>
      <Tooltip
        label={`${row.label} ${row.place}: ${durationText(row.durationMs)}${words}`}
        openDelay={250}
        position="top-start"
        offset={2}
      >
        <UnstyledButton
          className={classes.rowButton}
          aria-label={`${row.label} ${row.place}, ${durationText(row.durationMs)}${words}`}
          aria-current={isSelected || undefined}
          onClick={open}
        >
          <span className={classes.name} style={{ paddingLeft: Math.min(row.depth, maxIndent) * 14 }}>
            <span className={classes.label}>{row.label}</span> <span className={classes.place}>{row.place}</span>
          </span>
          <span className={classes.track}>
            {ticks.map(({ at, ms }) => (
              <span key={ms} className={classes.tick} style={{ left: percent(at) }} />
            ))}
            {row.lateWidth > 0 && (
              <span
                className={classes.late}
                style={{ left: percent(row.left + row.width), width: percent(row.lateWidth), background: color }}
              />
            )}
            <span
              className={classes.bar}
              data-state={row.state}
              style={{ left: percent(row.left), width: percent(row.width), backgroundColor: color }}
            />
            <span
              className={classes.note}
              data-failed={hasFailed || undefined}
              data-inside={isInside || undefined}
              style={note}
            >
              {hasFailed && <IconX size={11} stroke={3} aria-hidden />}
              {row.note}
            </span>
          </span>
        </UnstyledButton>
      </Tooltip>
    </li>
  );
});
