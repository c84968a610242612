import { useSyncExternalStore } from 'react';
import { refusalOf } from '../chaos/aims.ts';
import { useChaos } from '../chaos/chaosStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { sameItem, type Selectable } from '../flow/selectionStore.ts';

/** With a fault in the hand: whether it can hit this, whether the keys are on it, and else why not. */
export interface Reach {
  'data-reach'?: 'yes' | 'no' | 'aimed';
  title?: string;
}

const toNothing = () => (): void => undefined;
const free: Reach = {};
const yes: Reach = { 'data-reach': 'yes' };
const aimed: Reach = { 'data-reach': 'aimed' };

/** To be spread over what is drawn of an item. */
export function useReach(item: Selectable): Reach {
  const picked = useChaos((state) => state.picked);
  const isAimed = useChaos(({ aim }) => aim !== undefined && sameItem(aim.item, item));
  // Most of the time there is nothing in the hand, and then nobody listens.
  const refusal = useSyncExternalStore(picked === undefined ? toNothing : useFlowStore.subscribe, () =>
    picked === undefined ? undefined : refusalOf(useFlowStore.getState().flow, picked, item),
  );
  if (picked === undefined) return free;
  if (refusal !== undefined) return { 'data-reach': 'no', title: refusal };
  return isAimed ? aimed : yes;
}
