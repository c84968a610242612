import { UnstyledButton } from '@mantine/core';
import type { Crossing } from '#shared/bytes/messageBytes.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import type { HopView } from '../trace/hopView.ts';
import { bytesText, crossingEnds } from './crossingText.ts';
import classes from './Bytes.module.css';

interface CrossingListProps {
  hop: HopView;
  crossings: readonly Crossing[];
  /** Which of them is looked at, when one is. */
  chosen?: number;
  onChoose: (index: number) => void;
}

/** Every time the message, or what came back, went through a socket. */
export function CrossingList({ hop, crossings, chosen, onChoose }: CrossingListProps) {
  const flow = useFlowStore((state) => state.flow);
  return (
    <ol className={classes.crossings} aria-label="Crossings" data-wrap={chosen !== undefined || undefined}>
      {crossings.map((crossing, index) => {
        const { from, to } = crossingEnds(flow, hop, crossing);
        const { role, side, connection, leg, atUs, allBytes, frames } = crossing;
        return (
          <li key={`${connection} ${leg} ${side} ${atUs} ${frames[0]?.streamAt}`}>
            <UnstyledButton
              className={classes.crossing}
              data-role={role}
              aria-current={index === chosen || undefined}
              onClick={() => onChoose(index)}
            >
              <span className={classes.crossingEnds}>
                <span className={classes.crossingMark} aria-hidden />
                {from} → {to}
                {side === 'arrived' && ', as it arrived'}
              </span>
              <span className={classes.crossingFrame}>
                {frames[0]?.name} · {bytesText(allBytes)}
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}
