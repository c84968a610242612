import { overlaps, type Rect } from './line.ts';

const cell = 160;

/** Rectangles by the cells of a coarse grid: whether a place is free is asked of the few nearby, not of all. */
export class RectGrid {
  readonly #cells = new Map<number, Rect[]>();

  add(rect: Rect): void {
    eachCell(rect, (key) => {
      const there = this.#cells.get(key);
      if (there === undefined) this.#cells.set(key, [rect]);
      else there.push(rect);
      return false;
    });
  }

  hits(rect: Rect): boolean {
    return eachCell(rect, (key) => this.#cells.get(key)?.some((other) => overlaps(other, rect)) ?? false);
  }
}

/** Visits the cells under a rectangle until one says true. */
function eachCell({ x, y, width, height }: Rect, visit: (key: number) => boolean): boolean {
  const right = Math.floor((x + width) / cell);
  const bottom = Math.floor((y + height) / cell);
  for (let column = Math.floor(x / cell); column <= right; column += 1) {
    for (let row = Math.floor(y / cell); row <= bottom; row += 1) {
      // Coordinates end at a million: a cell is one number, without collisions.
      if (visit(column * 20_000 + row)) return true;
    }
  }
  return false;
}
