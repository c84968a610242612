import type { FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import { FaultCard } from './FaultCard.tsx';
import classes from './FaultList.module.css';

/** The switches for everything that can be broken at one target. */
export function FaultList({ target, kinds }: { target: FaultTarget; kinds: readonly FaultKind[] }) {
  return (
    <div className={classes.list}>
      {kinds.map((kind) => (
        <FaultCard key={`${kind} ${JSON.stringify(target)}`} target={target} kind={kind} />
      ))}
    </div>
  );
}
