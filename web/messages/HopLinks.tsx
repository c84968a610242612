import { UnstyledButton } from '@mantine/core';
import { useFlowStore } from '../flow/flowStore.ts';
import { hopFailed } from '../trace/hopText.ts';
import type { HopView } from '../trace/hopView.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { KindMark } from '../ui/KindMark.tsx';
import classes from './HopDetail.module.css';
import { messageRow } from './messageRows.ts';

/** Messages to go to. */
export function HopLinks({ hops }: { hops: readonly HopView[] }) {
  const flow = useFlowStore((state) => state.flow);
  const selectHop = useTraceStore((state) => state.selectHop);
  return (
    <ol className={classes.links}>
      {hops.map((hop) => {
        const { pattern, from, to } = messageRow(flow, hop);
        return (
          <li key={hop.hopId}>
            <UnstyledButton className={classes.link} onClick={() => selectHop(hop.hopId)}>
              <KindMark kind={hop.kind} />
              <span className={classes.linkPattern} data-failed={hopFailed(hop) || undefined}>
                {pattern}
              </span>
              <span className={classes.quiet}>
                {from} {to.startsWith('→') ? to : `→ ${to}`}
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}
