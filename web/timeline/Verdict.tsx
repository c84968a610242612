import { useMemo, type MouseEvent } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { useLayoutStore } from '../layout/layoutStore.ts';
import type { HopView } from '../trace/hopView.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { verdictParts } from '../trace/verdict.ts';
import { textOf } from '../trace/verdict/words.ts';
import { CopyIcon } from '../ui/CopyIcon.tsx';
import classes from './Verdict.module.css';

interface VerdictProps {
  hops: readonly HopView[];
  /** It was chosen, and is not just the newest: then its sentence is read out. */
  isChosen: boolean;
}

/** Of a trace with more messages nothing can be said in two sentences. */
const maxHops = 1000;

/** Where the time of a trace went and what failed first, in words that lead to the messages they speak of. */
export function Verdict({ hops, isChosen }: VerdictProps) {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const parts = useMemo(
    () => (hops.length > maxHops ? [] : verdictParts({ flow, faults, hops })),
    [flow, faults, hops],
  );
  const text = textOf(parts);
  return (
    <div className={classes.verdict}>
      <p className={classes.text} aria-label="Verdict" aria-live={isChosen ? 'polite' : 'off'} role="status">
        {parts.map(({ text, hopId }, index) =>
          hopId === undefined ? (
            text
          ) : (
            // Parts have no names of their own, and the same message may be spoken of twice.
            // oxlint-disable-next-line react/no-array-index-key
            <a key={index} className={classes.link} href={`#${hopId}`} onClick={(event) => open(event, hopId)}>
              {text}
            </a>
          ),
        )}
      </p>
      {text !== '' && <CopyIcon text={text} label="Copy the verdict" />}
    </div>
  );
}

/** A link, as its words have to wrap with the others; its message is no place on this page. */
function open(event: MouseEvent, hopId: string): void {
  event.preventDefault();
  useTraceStore.getState().selectHop(hopId);
  useLayoutStore.getState().showTab('messages');
}
