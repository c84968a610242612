import { useState, type RefObject } from 'react';
import { viewMoves } from '../ui/viewMoves.ts';

interface Moves {
  onMoveStart: () => void;
  onMove: () => void;
  onMoveEnd: () => void;
}

/** React Flow tells no end of a move that led back to where it began. */
const restMs = 150;

/** Says while the view is moved, also on the frame (`data-moving`). A press that has moved nothing yet may still become a click. */
export function useMoves(frame: RefObject<HTMLElement | null>): Moves {
  const [moves] = useState(() => movesOf(frame));
  return moves;
}

function movesOf(frame: RefObject<HTMLElement | null>): Moves {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (isMoving: boolean): void => {
    clearTimeout(timer);
    frame.current?.toggleAttribute('data-moving', isMoving);
    viewMoves(isMoving);
  };
  const rest = (): void => say(false);
  const move = (): void => {
    say(true);
    timer = setTimeout(rest, restMs);
  };
  return { onMoveStart: rest, onMove: move, onMoveEnd: rest };
}
