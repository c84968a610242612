export interface Size {
  width: number;
  height: number;
}

export interface Area extends Size {
  x: number;
  y: number;
}

const gap = 14;

/** Where a card stands beside an area without covering it: right, left, below, above, whichever fits first. Pure. */
export function placeBeside(area: Area | undefined, card: Size, page: Size): { x: number; y: number } {
  if (area === undefined) return { x: (page.width - card.width) / 2, y: (page.height - card.height) / 2 };
  const y = clamp(area.y, page.height - card.height);
  const x = clamp(area.x, page.width - card.width);
  const places = [
    { x: area.x + area.width + gap, y },
    { x: area.x - gap - card.width, y },
    { x, y: area.y + area.height + gap },
    { x, y: area.y - gap - card.height },
  ];
  const fits = places.find(
    (place) =>
      place.x >= 0 && place.y >= 0 && place.x + card.width <= page.width && place.y + card.height <= page.height,
  );
  // What fills the page has no side: then inside its lower right corner.
  return (
    fits ?? {
      x: clamp(area.x + area.width - card.width - gap, page.width - card.width),
      y: clamp(area.y + area.height - card.height - gap, page.height - card.height),
    }
  );
}

const clamp = (value: number, most: number): number => Math.max(gap, Math.min(value, most - gap));
