import { Fragment } from 'react';
import type { Fault } from '#shared/faults/fault.ts';
import { FaultBadge } from './FaultBadge.tsx';

interface FaultBadgesProps {
  faults: readonly Fault[];
  /** So many are shown; how many more there are is said. */
  max: number;
  className?: string | undefined;
}

/** The badges of what is broken in one place of the canvas. */
export function FaultBadges({ faults, max, className }: FaultBadgesProps) {
  const more = faults.length - max;
  const shown = more > 0 ? faults.slice(0, max) : faults;
  return (
    <>
      {shown.map((fault) => (
        <Fragment key={fault.id}>
          {' '}
          <FaultBadge fault={fault} className={className} />
        </Fragment>
      ))}
      {more > 0 && (
        <>
          {' '}
          <span className={className}>+{more}</span>
        </>
      )}
    </>
  );
}
