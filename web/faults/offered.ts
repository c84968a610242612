import type { FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { lookOf } from './faultBadge.ts';
import { faultLooks } from './index.ts';
import { sortOf, type FaultSort } from './sorts.ts';

export const faultKinds = Object.keys(faultLooks) as FaultKind[];

/** Whether this kind of fault, as it is at first, can act there. */
export const canAct = (flow: Flow, kind: FaultKind, target: FaultTarget): boolean =>
  resolveTarget(flow, lookOf(kind).create({ id: 'fault', target })).ok;

/** What can be broken there, by sort. */
export function offeredAt(flow: Flow, target: FaultTarget): { sort: FaultSort; kinds: FaultKind[] }[] {
  const offered = new Map<FaultSort, FaultKind[]>();
  for (const kind of faultKinds) {
    if (canAct(flow, kind, target)) offered.set(sortOf(kind), [...(offered.get(sortOf(kind)) ?? []), kind]);
  }
  return [...offered].map(([sort, kinds]) => ({ sort, kinds }));
}
