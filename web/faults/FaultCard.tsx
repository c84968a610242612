import { useId } from 'react';
import type { FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { Toggle } from '../ui/Toggle.tsx';
import { CommonSettings } from './CommonSettings.tsx';
import { lookOf } from './faultBadge.ts';
import classes from './FaultCard.module.css';
import { FaultLive } from './FaultLive.tsx';
import { KindSettings } from './KindSettings.tsx';
import { sortOf } from './sorts.ts';
import { useFaultSwitch } from './useFaultSwitch.ts';

/** A switch that breaks something; while it is on, its settings, which act at once, and what it has done so far. */
export function FaultCard({ target, kind }: { target: FaultTarget; kind: FaultKind }) {
  const look = lookOf(kind);
  const explainId = useId();
  const { fault, problem, switchOn, switchOff, change } = useFaultSwitch(target, kind);
  const isAboutMatch = problem?.at?.endsWith('match') === true && fault?.match !== undefined;
  return (
    <section className={classes.card} data-on={fault !== undefined || undefined} aria-label={look.label}>
      <div className={classes.head}>
        <look.icon size={16} className={classes.icon} aria-hidden />
        <label className={classes.label} htmlFor={`${explainId}-switch`}>
          {look.label}
        </label>
        {sortOf(kind).showsKind === true && <code className={classes.kind}>{kind}</code>}
        <Toggle
          id={`${explainId}-switch`}
          color="red"
          checked={fault !== undefined}
          describedBy={explainId}
          onChange={fault === undefined ? switchOn : switchOff}
        />
      </div>
      <div id={explainId} className={classes.explain}>
        {look.explain}
      </div>
      {fault !== undefined && (
        <div className={classes.settings}>
          <KindSettings fault={fault} onChange={change} />
          <CommonSettings fault={fault} onChange={change} matchProblem={isAboutMatch ? problem : undefined} />
          <FaultLive fault={fault} />
        </div>
      )}
      {problem !== undefined && !isAboutMatch && <ProblemNote problem={problem} />}
    </section>
  );
}
