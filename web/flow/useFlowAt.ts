import { useCallback, useSyncExternalStore } from 'react';
import { changedPlaces, type FlowPlace } from './changedPlaces.ts';
import { useFlowStore, type FlowState } from './flowStore.ts';
import { tellInTurns } from './tellInTurns.ts';

/** A large flow that comes up changes hundreds of things at once: so many are drawn without a pause, the others in the turns after. */
const perTurn = 40;

const listeners = new Map<FlowPlace, Set<() => void>>();

const tell = tellInTurns<FlowPlace>(perTurn, (place) => {
  for (const listener of listeners.get(place) ?? []) listener();
});

useFlowStore.subscribe((now, before) => {
  if (listeners.size > 0) tell([...changedPlaces(now, before)].filter((place) => listeners.has(place)));
});

function listenAt(place: FlowPlace, listener: () => void): () => void {
  const here = listeners.get(place) ?? new Set<() => void>();
  listeners.set(place, here.add(listener));
  return () => {
    here.delete(listener);
    if (here.size === 0 && listeners.get(place) === here) listeners.delete(place);
  };
}

/**
 * What the drawing says of one thing, for what shows that thing only: asked again when `changedPlaces` names the place, not with
 * every change of anything. A large drawing has thousands who ask, and an edit or a status mostly concerns few of them.
 */
export function useFlowAt<T>(place: FlowPlace, select: (state: FlowState) => T): T {
  const subscribe = useCallback((listener: () => void) => listenAt(place, listener), [place]);
  const read = (): T => select(useFlowStore.getState());
  return useSyncExternalStore(subscribe, read);
}
