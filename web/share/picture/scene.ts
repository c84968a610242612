/** Where things on the canvas stand in the flow's own units, however the view is moved and zoomed right now. */
export interface Scene {
  viewport: HTMLElement;
  toFlow: (rect: DOMRect) => Rect;
}

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function sceneOf(canvas: ParentNode): Scene | undefined {
  const viewport = canvas.querySelector<HTMLElement>('.react-flow__viewport');
  if (viewport === null) return undefined;
  const zoom = new DOMMatrixReadOnly(getComputedStyle(viewport).transform).a;
  const origin = viewport.getBoundingClientRect();
  return {
    viewport,
    toFlow: ({ left, top, width, height }) => ({
      x: (left - origin.left) / zoom,
      y: (top - origin.top) / zoom,
      width: width / zoom,
      height: height / zoom,
    }),
  };
}

/** What holds all of these, with some room around, in whole units: a picture's edge must not fall between two pixels. */
export function boundsOf(rects: readonly Rect[], room: number): Rect {
  const x = Math.floor(Math.min(...rects.map((rect) => rect.x)) - room);
  const y = Math.floor(Math.min(...rects.map((rect) => rect.y)) - room);
  const right = Math.ceil(Math.max(...rects.map((rect) => rect.x + rect.width)) + room);
  const bottom = Math.ceil(Math.max(...rects.map((rect) => rect.y + rect.height)) + room);
  return { x, y, width: right - x, height: bottom - y };
}
