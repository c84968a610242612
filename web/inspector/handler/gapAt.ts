import type { Gap } from './stepTree.ts';

/** A step's left edge that is a pixel off counts so much of a pixel up or down: lists inside lists begin further right. */
const sideways = 0.7;

/** The place among the drawn steps that is nearest to where the left edge of the dragged one is. */
export function gapAt(
  frame: HTMLElement,
  point: { x: number; y: number },
  mayGo: (gap: Gap) => boolean,
): Gap | undefined {
  let best: { gap: Gap; far: number } | undefined;
  for (const element of frame.querySelectorAll<HTMLElement>('[data-list]')) {
    const list = element.dataset['list'] ?? '';
    const { left } = element.getBoundingClientRect();
    edgesOf(element).forEach((y, index) => {
      const gap = { list, index };
      const far = Math.abs(y - point.y) + sideways * Math.abs(left - point.x);
      if ((best === undefined || far < best.far) && mayGo(gap)) best = { gap, far };
    });
  }
  return best?.gap;
}

/** The heights of the places of a list: above each of its steps, and below the last. */
function edgesOf(list: HTMLElement): number[] {
  const cards = [...list.children].map((card) => card.getBoundingClientRect());
  const last = cards.at(-1);
  if (last === undefined) {
    const { top, bottom } = list.getBoundingClientRect();
    return [(top + bottom) / 2];
  }
  return [...cards.map(({ top }) => top), last.bottom];
}
