import type { Fault } from '#shared/faults/fault.ts';
import { faultBadge, lookOf } from './faultBadge.ts';
import classes from './FaultCard.module.css';
import { FaultLive } from './FaultLive.tsx';

/** A fault that is on, for whoever may not change it. */
export function SeenFault({ fault }: { fault: Fault }) {
  const look = lookOf(fault.kind);
  return (
    <section className={classes.card} data-on aria-label={look.label}>
      <div className={classes.head}>
        <look.icon size={16} className={classes.icon} aria-hidden />
        <span className={classes.label}>{look.label}</span>
        <span>{faultBadge(fault)}</span>
      </div>
      <div className={classes.explain}>{look.explain}</div>
      <FaultLive fault={fault} />
    </section>
  );
}
