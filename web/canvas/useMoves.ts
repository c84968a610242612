import { useMemo, type RefObject } from 'react';
import { viewMoves } from '../ui/viewMoves.ts';

interface Moves {
  onMove: () => void;
  onMoveEnd: () => void;
}

/** Says while the view is moved, also on the frame (`data-moving`). A press that has moved nothing yet may still become a click. */
export function useMoves(frame: RefObject<HTMLElement | null>): Moves {
  return useMemo(() => {
    const say = (isMoving: boolean): void => {
      frame.current?.toggleAttribute('data-moving', isMoving);
      viewMoves(isMoving);
    };
    return { onMove: () => say(true), onMoveEnd: () => say(false) };
  }, [frame]);
}
