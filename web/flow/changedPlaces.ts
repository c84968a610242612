import { placedParts, type Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import { resolvedFaults } from '../faults/resolvedFaults.ts';
import { errorCounts } from '../problems/errorCounts.ts';
import type { FlowState } from './flowStore.ts';

/** One thing of the drawing, as Problems name it: `services.orders`, `wires.w1`. */
export type FlowPlace = `${string}.${string}`;

/**
 * The things about which two states of the drawing say something different. A wire has changed, too, when what it leads to has.
 * Pure. Compares by identity as far as edits keep what they leave alone; only what the server tells whole is looked into.
 */
export function changedPlaces(now: FlowState, before: FlowState): Set<FlowPlace> {
  const changed = new Set<FlowPlace>();
  const isOtherFlow = now.flow !== before.flow;
  if (isOtherFlow) addFlow(changed, now.flow, before.flow);
  if (now.status !== before.status) {
    for (const part of ['services', 'wires', 'brokers'] as const) {
      addStatus(changed, part, { drawn: now.flow[part], now: now.status?.[part], before: before.status?.[part] });
    }
  }
  if (now.faults !== before.faults || (isOtherFlow && now.faults.length > 0)) {
    for (const { flow, faults } of [before, now]) {
      for (const { target } of resolvedFaults(flow, faults)) changed.add(placeOfTarget(target));
    }
  }
  if (now.problems !== before.problems || now.status !== before.status) {
    addDifferent(changed, errorCounts(now), errorCounts(before));
  }
  if (now.deadLetters !== before.deadLetters) {
    for (const wire of Object.keys({ ...now.deadLetters, ...before.deadLetters })) changed.add(`wires.${wire}`);
  }
  return changed;
}

function addFlow(changed: Set<FlowPlace>, now: Flow, before: Flow): void {
  for (const part of placedParts) addItems(changed, part, [now[part], before[part]]);
  const areBoxesSame = changed.size === 0;
  addItems(changed, 'wires', [now.wires, before.wires]);
  if (areBoxesSame) return;
  for (const [wire, { to }] of Object.entries(now.wires)) {
    if (ends.some((part) => changed.has(`${part}.${to}`))) changed.add(`wires.${wire}`);
  }
}

/** What a wire can lead to. */
const ends = ['services', 'brokers', 'externals'] as const;

type Items = Readonly<Record<string, unknown>>;

/** Whether they have changed; what was there before comes second. */
function addItems(
  changed: Set<FlowPlace>,
  part: string,
  [now = {}, before = {}]: [Items | undefined, Items | undefined],
): void {
  if (now === before) return;
  for (const id of Object.keys(now)) if (now[id] !== own(before, id)) changed.add(`${part}.${id}`);
  for (const id of Object.keys(before)) if (!Object.hasOwn(now, id)) changed.add(`${part}.${id}`);
}

interface StatusOf {
  drawn: Items;
  now: Items | undefined;
  before: Items | undefined;
}

/**
 * The server tells the whole status, made anew each time: what is inside counts. What is not drawn any more has none, and while it
 * leaves it looks as it did.
 */
function addStatus(changed: Set<FlowPlace>, part: string, { drawn, now = {}, before = {} }: StatusOf): void {
  for (const id of Object.keys({ ...now, ...before })) {
    if (!Object.hasOwn(drawn, id)) continue;
    if (JSON.stringify(own(now, id)) !== JSON.stringify(own(before, id))) changed.add(`${part}.${id}`);
  }
}

function addDifferent(changed: Set<FlowPlace>, now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>) {
  for (const place of new Set([...now.keys(), ...before.keys()])) {
    if (now.get(place) !== before.get(place)) changed.add(place as FlowPlace);
  }
}

function placeOfTarget(target: ResolvedTarget): FlowPlace {
  if ('wire' in target) return `wires.${target.wire}`;
  return 'broker' in target ? `brokers.${target.broker}` : `services.${target.service}`;
}
