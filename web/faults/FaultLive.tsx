import type { Fault } from '#shared/faults/fault.ts';
import { isCounted } from './commonOf.ts';
import classes from './FaultLive.module.css';
import { hitsText, useHits, useTimeLeft } from './live.ts';
import { useFaultProgress } from './progressStore.ts';

/** What a fault has done so far and how long it still does it: `3 hits · 0:09 left`, and a bar that runs out. */
export function FaultLive({ fault }: { fault: Fault }) {
  const hits = useHits(fault);
  const left = useTimeLeft(fault);
  if (left === undefined && !isCounted(fault)) return null;
  return (
    <div className={classes.live}>
      {isCounted(fault) && <span>{hitsText(hits, fault)}</span>}
      {left !== undefined && <span>{left} left</span>}
      <LeftBar fault={fault} />
    </div>
  );
}

/** Runs by itself once it is drawn. Whoever wants things to stand still has the number beside it. */
function LeftBar({ fault: { id, forMs } }: { fault: Fault }) {
  const endsAt = useFaultProgress(({ of }) => of[id]?.endsAt);
  if (forMs === undefined || endsAt === undefined) return null;
  return (
    <span className={classes.track} aria-hidden>
      <span key={endsAt} ref={runOut(forMs, endsAt)} className={classes.bar} />
    </span>
  );
}

const runOut =
  (forMs: number, endsAt: number) =>
  (bar: HTMLSpanElement | null): void => {
    const passedMs = Math.max(0, forMs - (endsAt - performance.now()));
    if (bar === null || bar.style.animationDuration !== '') return;
    bar.style.animationDuration = `${forMs}ms`;
    bar.style.animationDelay = `${-passedMs}ms`;
  };
