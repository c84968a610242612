import type { Fault } from '#shared/faults/fault.ts';
import { resolveTarget, type ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import { choosePlace } from '../faults/placeStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore, type Selectable } from '../flow/selectionStore.ts';
import { chooseTab } from '../inspector/tabStore.ts';

/** Leads to where a fault can be set. */
export function showFault(fault: Fault): void {
  const resolved = resolveTarget(useFlowStore.getState().flow, fault);
  if (!resolved.ok) return;
  const { target } = resolved;
  const item = itemOf(target);
  const replica = 'replica' in target ? target.replica : undefined;
  const listener = target.on === 'listener' ? target.listener : undefined;
  const thing = item.kind === 'handler' ? `handler:${item.service}.${item.id}` : `${item.kind}:${item.id}`;
  choosePlace(thing, { listener, replica });
  chooseTab(item.kind, 'Faults');
  useSelectionStore.getState().select(item);
}

function itemOf(target: ResolvedTarget): Selectable {
  switch (target.on) {
    case 'wire':
      return { kind: 'wire', id: target.wire };
    case 'broker':
      return { kind: 'broker', id: target.broker };
    case 'handler':
      return { kind: 'handler', id: target.handler, service: target.service };
    case 'listener':
    case 'service':
      return { kind: 'service', id: target.service };
  }
}
