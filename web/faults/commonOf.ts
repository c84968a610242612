import type { Fault } from '#shared/faults/fault.ts';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { lookOf } from './faultBadge.ts';
import { sortOf, type CommonSetting } from './sorts.ts';

/** Those of the common settings that mean something for this fault, where it is. */
export function commonOf(flow: Flow, fault: Fault): CommonSetting[] {
  const { without = [] } = lookOf(fault.kind);
  return sortOf(fault.kind).common.filter(
    (setting) => !without.includes(setting) && (setting !== 'leg' || hasLegs(flow, fault)),
  );
}

/** Whether it acts now and then, so that it can be counted; the others simply are. */
export const isCounted = ({ kind }: Fault): boolean =>
  sortOf(kind).common.includes('count') && lookOf(kind).without?.includes('count') !== true;

/** A kind that knows one leg only is refused on the other. */
const hasLegs = (flow: Flow, fault: Fault): boolean =>
  (['request', 'reply'] as const).every((leg) => resolveTarget(flow, { ...fault, leg }).ok);
