import { UnstyledButton } from '@mantine/core';
import { useFlowStore } from '../flow/flowStore.ts';
import { hopFailed, hopNote } from '../trace/hopText.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { KindMark } from '../ui/KindMark.tsx';
import { maxTreeRows, type TreeRow } from './causeTree.ts';
import classes from './HopDetail.module.css';
import { messageRow } from './messageRows.ts';

const maxIndent = 8;

/** Causes above, effects below; each leads to its message. */
export function CauseTree({ rows }: { rows: readonly TreeRow[] }) {
  const flow = useFlowStore((state) => state.flow);
  const selectHop = useTraceStore((state) => state.selectHop);
  return (
    <ol className={classes.links}>
      {rows.map(({ hop, depth, isSelf }) => {
        const { pattern, from, to } = messageRow(flow, hop);
        return (
          <li key={hop.hopId} style={{ paddingLeft: Math.min(depth, maxIndent) * 12 }}>
            <UnstyledButton
              className={classes.link}
              aria-current={isSelf || undefined}
              title={hopNote(hop)}
              onClick={() => selectHop(hop.hopId)}
            >
              <KindMark kind={hop.kind} />
              <span className={classes.linkPattern} data-failed={hopFailed(hop) || undefined}>
                {pattern}
                {(hop.attempt ?? 1) > 1 && ` · try ${hop.attempt}`}
              </span>
              <span className={classes.quiet}>
                {from} {to.startsWith('→') ? to : `→ ${to}`}
              </span>
            </UnstyledButton>
          </li>
        );
      })}
      {rows.length === maxTreeRows && <li className={classes.quiet}>The timeline shows the others.</li>}
    </ol>
  );
}
