import { UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { useTraceStore } from '../trace/traceStore.ts';
import { durationText } from '../ui/durationText.ts';
import { KindMark } from '../ui/KindMark.tsx';
import type { MessageRow } from './messageRows.ts';
import classes from './Messages.module.css';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

interface MessageLineProps {
  row: MessageRow;
  isSelected: boolean;
}

export const MessageLine = memo(
  function MessageLine({ row, isSelected }: MessageLineProps) {
    const selectHop = useTraceStore((state) => state.selectHop);
    const { hop, from, to, pattern, note, durationMs, failed } = row;
    const isWaiting = hop.state === 'pending' && hop.kind !== 'event';
    const took = durationMs === undefined ? '' : durationText(durationMs);
    // What went well needs no second telling of how long it took.
    const result = hop.state === 'ok' && !hop.orphaned ? 'ok' : note;
    return (
      <li>
        <UnstyledButton
          className={classes.row}
          aria-current={isSelected || undefined}
          onClick={() => selectHop(hop.hopId)}
        >
          <span className={classes.time}>{clock.format(hop.startedUs / 1000)}</span>
          <KindMark kind={hop.kind} />
          <span className={classes.route} title={`${from} → ${to}`}>
            {from} {to.startsWith('→') ? to : `→ ${to}`}
          </span>
          <span className={classes.pattern} title={pattern}>
            {pattern}
          </span>
          <span
            className={classes.result}
            data-failed={failed || undefined}
            data-waiting={isWaiting || undefined}
            title={note}
          >
            {failed && <IconX size={11} stroke={3} aria-label="failed" />}
            {result}
          </span>
          <span className={classes.right}>{took}</span>
        </UnstyledButton>
      </li>
    );
  },
  // The row is made anew with every batch; the message in it only when something happened to it.
  (before, after) => before.row.hop === after.row.hop && before.isSelected === after.isSelected,
);
