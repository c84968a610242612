import type { Flow, Position } from '#shared/flow/flow.ts';
import { boxesOf } from '../flow/placed.ts';

const boxSize = { x: 260, y: 150 };

/** A place near `wanted` where no box stands yet, nor is about to: to the right, and row by row down. */
export function freePlace(flow: Flow, wanted: Position, about: readonly Position[] = []): Position {
  const taken = [...Object.values(boxesOf(flow)).map(({ position }) => position), ...about];
  const isFree = ({ x, y }: Position): boolean =>
    !taken.some((other) => Math.abs(other.x - x) < boxSize.x && Math.abs(other.y - y) < boxSize.y);
  const start = { x: Math.round(wanted.x / 10) * 10, y: Math.round(wanted.y / 10) * 10 };
  for (let ring = 0; ring < 40; ring += 1) {
    for (const [column, row] of [
      [ring, 0],
      [-ring, 0],
      [0, ring],
      [ring, ring],
      [-ring, ring],
      [0, -ring],
    ] as const) {
      const place = { x: start.x + column * (boxSize.x + 100), y: start.y + row * boxSize.y };
      if (isFree(place)) return place;
    }
  }
  return start;
}
