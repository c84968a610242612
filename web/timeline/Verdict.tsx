import { useMemo } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import type { HopView } from '../trace/hopView.ts';
import { verdict } from '../trace/verdict.ts';
import { CopyIcon } from '../ui/CopyIcon.tsx';
import classes from './Verdict.module.css';

interface VerdictProps {
  hops: readonly HopView[];
  /** It was chosen, and is not just the newest: then its sentence is read out. */
  isChosen: boolean;
}

/** Of a trace with more messages nothing can be said in two sentences. */
const maxHops = 1000;

/** Where the time of a trace went and what failed first, in words. */
export function Verdict({ hops, isChosen }: VerdictProps) {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const text = useMemo(() => (hops.length > maxHops ? '' : verdict({ flow, faults, hops })), [flow, faults, hops]);
  return (
    <div className={classes.verdict}>
      <p className={classes.text} aria-label="Verdict" aria-live={isChosen ? 'polite' : 'off'} role="status">
        {text}
      </p>
      {text !== '' && <CopyIcon text={text} label="Copy the verdict" />}
    </div>
  );
}
