import type { Fault } from '#shared/faults/fault.ts';
import { isCounted } from './commonOf.ts';
import { faultBadge } from './faultBadge.ts';
import classes from './FaultBadge.module.css';
import { shortHits, useHits, useTimeLeft } from './live.ts';

/** What a broken thing says about itself on the canvas: `+900 ms ×3 0:09`. Name and numbers only change with the fault and its hits. */
export function FaultBadge({ fault, className = '' }: { fault: Fault; className?: string | undefined }) {
  const count = useHits(fault);
  const hits = isCounted(fault) ? shortHits(count, fault) : undefined;
  const { replica } = fault.target;
  const left = useTimeLeft(fault);
  return (
    <span className={className} data-fault={fault.kind}>
      {faultBadge(fault)}
      {replica !== undefined && ` #${replica + 1}`}
      {hits !== undefined && <span className={classes.hits}> {hits}</span>}
      {left !== undefined && (
        <span className={classes.left} aria-hidden>
          {' '}
          {left}
        </span>
      )}
    </span>
  );
}
