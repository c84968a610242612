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
}

/**
 * Where a card stands beside an area without covering it: right, left, below or above, wherever it fits and covers the least
 * of the boxes; of equally good places the first. Pure.
 */
export function placeBeside(area: Area | undefined, card: Size, page: Page): { x: number; y: number } {
  if (area === undefined) return { x: (page.width - card.width) / 2, y: (page.height - card.height) / 2 };
  const y = clamp(area.y, page.height - card.height);
  const x = clamp(area.x, page.width - card.width);
  const low = clamp(area.y + area.height - card.height, page.height - card.height);
  const places = [
    { x: area.x + area.width + gap, y },
    { x: area.x - gap - card.width, y },
    { x, y: area.y + area.height + gap },
    { x, y: area.y - gap - card.height },
    { x: area.x + area.width + gap, y: low },
    { x: area.x - gap - card.width, y: low },
  ];
  const covered = (place: Position): number =>
    (page.boxes ?? []).reduce((sum, box) => sum + overlap({ ...place, ...card }, box), 0);
  const [fits] = places
    .filter(
      (place) =>
        place.x >= 0 && place.y >= 0 && place.x + card.width <= page.width && place.y + card.height <= page.height,
    )
    .toSorted((a, b) => covered(a) - covered(b));
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
