import { useEffect, type RefObject } from 'react';
import { breakIt, fits, targetOf } from '../chaos/breakIt.ts';
import { pickFault, useChaos } from '../chaos/chaosStore.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { useNotices } from '../ui/notices.ts';
import { itemAt } from './itemAt.ts';

/** With a fault in the hand, the next click (or Enter on what has the keyboard) breaks that thing; Esc puts the fault back. Says whether there is one. */
export function useFaultInHand(frame: RefObject<HTMLDivElement | null>): boolean {
  const picked = useChaos((state) => state.picked);
  useEffect(() => {
    const element = frame.current;
    if (picked === undefined || element === null) return undefined;
    const hit = (event: Event): void => {
      const item = event.target instanceof Element ? itemAt(event.target) : undefined;
      const target = item === undefined ? undefined : targetOf(item);
      if (item === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const { flow } = useFlowStore.getState();
      if (target === undefined || !fits(flow, picked, target)) {
        useNotices
          .getState()
          .say('bad', `${lookOf(picked).label} cannot be put there. Click something else, or press Esc.`);
        return;
      }
      pickFault(undefined);
      useSelectionStore.getState().select(item);
      void breakIt(picked, target).then((refusal) => {
        if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
      });
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        pickFault(undefined);
      } else if ((event.key === 'Enter' || event.key === ' ') && element.contains(event.target as Node)) hit(event);
    };
    element.addEventListener('click', hit, true);
    window.addEventListener('keydown', onKey, true);
    return () => {
      element.removeEventListener('click', hit, true);
      window.removeEventListener('keydown', onKey, true);
    };
  }, [frame, picked]);
  return picked !== undefined;
}
