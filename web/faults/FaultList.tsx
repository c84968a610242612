import { IconChevronDown } from '@tabler/icons-react';
import { useId, useMemo } from 'react';
import { create } from 'zustand';
import type { FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useIsReadOnly } from '../flow/accessStore.ts';
import { FaultCard } from './FaultCard.tsx';
import classes from './FaultList.module.css';
import { SeenFault } from './SeenFault.tsx';
import { offeredAt } from './offered.ts';
import { faultsOnTarget } from './onTarget.ts';
import type { FaultSort } from './sorts.ts';

/** Which sorts are folded up: as one goes from thing to thing they stay so. */
const useFolded = create<{ folded: readonly string[] }>(() => ({ folded: [] }));

const toggle = (title: string): void =>
  useFolded.setState(({ folded }) => ({
    folded: folded.includes(title) ? folded.filter((other) => other !== title) : [...folded, title],
  }));

/** The switches for everything that can be broken at one target, by sort. */
export function FaultList({ target }: { target: FaultTarget }) {
  const flow = useFlowStore((state) => state.flow);
  const isReadOnly = useIsReadOnly();
  const groups = useMemo(() => offeredAt(flow, target), [flow, target]);
  if (isReadOnly) return <FaultsOn target={target} />;
  if (groups.length === 0) return <div className={classes.explain}>There is nothing here that could be broken.</div>;
  return (
    <div className={classes.groups}>
      {groups.map(({ sort, kinds }) => (
        <SortOfFaults key={sort.title} sort={sort} kinds={kinds} target={target} />
      ))}
    </div>
  );
}

/** For whoever only looks on: what is broken here, and nothing to change it with. */
function FaultsOn({ target }: { target: FaultTarget }) {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const active = faultsOnTarget(flow, faults, target);
  if (active.length === 0) return <div className={classes.explain}>Nothing is broken here on purpose.</div>;
  return (
    <div className={classes.list}>
      {active.map((fault) => (
        <SeenFault key={fault.id} fault={fault} />
      ))}
    </div>
  );
}

interface SortProps {
  sort: FaultSort;
  kinds: readonly FaultKind[];
  target: FaultTarget;
}

function SortOfFaults({ sort: { title, explain }, kinds, target }: SortProps) {
  const isFolded = useFolded(({ folded }) => folded.includes(title));
  const active = useFlowStore(
    ({ flow, faults }) => faultsOnTarget(flow, faults, target).filter(({ kind }) => kinds.includes(kind)).length,
  );
  const id = useId();
  return (
    <section className={classes.group} aria-labelledby={`${id}-title`}>
      <h3 className={classes.title} id={`${id}-title`}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={!isFolded}
          aria-controls={id}
          onClick={() => toggle(title)}
        >
          <IconChevronDown size={13} aria-hidden className={classes.chevron} />
          {title}
          {active > 0 && <span className={classes.active}>{active} on</span>}
        </button>
      </h3>
      <div className={classes.explain}>{explain}</div>
      <div id={id} className={classes.list} hidden={isFolded}>
        {!isFolded &&
          kinds.map((kind) => <FaultCard key={`${kind} ${JSON.stringify(target)}`} target={target} kind={kind} />)}
      </div>
    </section>
  );
}
