import { useCallback, useSyncExternalStore } from 'react';
import { changedPlaces, type FlowPlace } from './changedPlaces.ts';
import { useFlowStore, type FlowState } from './flowStore.ts';

const listeners = new Map<string, Set<() => void>>();

useFlowStore.subscribe((now, before) => {
  if (listeners.size === 0) return;
  for (const place of changedPlaces(now, before)) {
    for (const tell of listeners.get(place) ?? []) tell();
  }
});

function listenAt(place: string, tell: () => void): () => void {
  const here = listeners.get(place) ?? new Set();
  listeners.set(place, here.add(tell));
  return () => {
    here.delete(tell);
    if (here.size === 0 && listeners.get(place) === here) listeners.delete(place);
  };
}

/**
 * What the drawing says of one thing, for what shows that thing only: asked again when `changedPlaces` names the place, not with
 * every change of anything. A large drawing has thousands who ask, and an edit or a status concerns few of them.
 */
export function useFlowAt<T>(place: FlowPlace, select: (state: FlowState) => T): T {
  const subscribe = useCallback((tell: () => void) => listenAt(place, tell), [place]);
  const read = (): T => select(useFlowStore.getState());
  return useSyncExternalStore(subscribe, read);
}
