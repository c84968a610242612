export interface Size {
  width: number;
  height: number;
}

export interface Area extends Size {
  x: number;
  y: number;
}

const gap = 14;

interface Page extends Size {
  /** What stands on it and is spoken of: it had better stay in sight. */
  boxes?: readonly Area[];
  /** What is read before the boxes are. */
  notices?: readonly Area[];
  /** Where the page begins, below its header. */
  top?: number;
}

/**
 * Where a card stands beside an area without covering it or the header: right, left, below or above, wherever it fits and covers
 * the least of the notices, then of the boxes; of equally good places the first. Pure.
 */
export function placeBeside(area: Area | undefined, card: Size, page: Page): { x: number; y: number } {
  if (area === undefined) return { x: (page.width - card.width) / 2, y: (page.height - card.height) / 2 };
  const top = page.top ?? 0;
  const y = Math.max(top, clamp(area.y, page.height - card.height));
  const x = clamp(area.x, page.width - card.width);
  const low = Math.max(top, clamp(area.y + area.height - card.height, page.height - card.height));
  const right = area.width < card.width ? x : clamp(area.x + area.width - card.width, page.width - card.width);
  const places = [
    { x: area.x + area.width + gap, y },
    { x: area.x - gap - card.width, y },
    { x, y: area.y + area.height + gap },
    { x, y: area.y - gap - card.height },
    { x: area.x + area.width + gap, y: low },
    { x: area.x - gap - card.width, y: low },
    { x: right, y: area.y + area.height + gap },
    { x: right, y: area.y - gap - card.height },
  ];
  // Farther from what it speaks of, where nothing beside it is free of notices.
  const edge = { right: page.width - gap - card.width, bottom: page.height - gap - card.height };
  const corners = [
    { x: edge.right, y: top + gap },
    { x: edge.right, y: edge.bottom },
    { x: gap, y: edge.bottom },
  ];
  const covered = (place: Position, by: readonly Area[] = []): number =>
    by.reduce((sum, box) => sum + overlap({ ...place, ...card }, box), 0);
  const isOnPage = (place: Position): boolean =>
    place.x >= 0 && place.y >= top && place.x + card.width <= page.width && place.y + card.height <= page.height;
  const isFree = (place: Position): boolean => isOnPage(place) && covered(place, [area, ...(page.notices ?? [])]) === 0;
  const beside = places.filter(isFree).toSorted((a, b) => covered(a, page.boxes) - covered(b, page.boxes));
  const fits = beside[0] ?? corners.find(isFree) ?? places.find(isOnPage);
  // What fills the page has no side: then inside its lower right corner.
  return (
    fits ?? {
      x: clamp(area.x + area.width - card.width - gap, page.width - card.width),
      y: clamp(area.y + area.height - card.height - gap, page.height - card.height),
    }
  );
}

interface Position {
  x: number;
  y: number;
}

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

const clamp = (value: number, most: number): number => Math.max(gap, Math.min(value, most - gap));
