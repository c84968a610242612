import { useEffect, type RefObject } from 'react';
import { aimsFor, unbreakable } from '../chaos/aims.ts';
import { breakIt } from '../chaos/breakIt.ts';
import { useChaos } from '../chaos/chaosStore.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { sameItem } from '../flow/selectionStore.ts';
import { useNotices } from '../ui/notices.ts';
import { itemAt } from './itemAt.ts';

/** With a fault in the hand, the next click (or Enter on what has the keyboard) breaks that thing. Says whether there is one. */
export function useFaultInHand(frame: RefObject<HTMLDivElement | null>): boolean {
  const picked = useChaos((state) => state.picked);
  useEffect(() => {
    const element = frame.current;
    if (picked === undefined || element === null) return undefined;
    const hit = (event: Event): void => {
      const item = event.target instanceof Element ? itemAt(event.target) : undefined;
      if (item === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const { flow } = useFlowStore.getState();
      const aim = aimsFor(flow, picked).find((one) => one.listener === undefined && sameItem(one.item, item));
      if (aim !== undefined && aim.refusal === undefined) {
        void breakIt(picked, aim);
        return;
      }
      const why = aim?.refusal ?? unbreakable(item);
      const text = `${lookOf(picked).label} cannot be put there. ${why} Click something else, or press Esc.`;
      useNotices.getState().say('bad', text);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' || event.key === ' ') hit(event);
    };
    element.addEventListener('click', hit, true);
    element.addEventListener('keydown', onKey, true);
    return () => {
      element.removeEventListener('click', hit, true);
      element.removeEventListener('keydown', onKey, true);
    };
  }, [frame, picked]);
  return picked !== undefined;
}
