import { paint } from './colors.ts';
import { drawElement } from './drawElement.ts';
import { drawWires } from './drawWires.ts';
import { fontsFor } from './fonts.ts';
import { escaped, tag } from './markup.ts';
import { boundsOf, sceneOf, type Rect, type Scene } from './scene.ts';

export interface Picture {
  svg: string;
  /** In units of the flow, which are px at a zoom of 1. */
  size: { width: number; height: number };
}

/** Room around the drawing. */
const room = 40;

/**
 * The whole drawing as it looks now, in the present theme, as one SVG of shapes and texts: it scales, it can be searched, and
 * drawing programs can open it. What is selected is not shown. Undefined when nothing is drawn.
 */
export async function canvasPicture(title: string): Promise<Picture | undefined> {
  const scene = sceneOf(document);
  if (scene === undefined) return undefined;
  const { drawn, bounds } = wholly(scene.viewport, () => drawScene(scene));
  if (drawn === '') return undefined;
  const style = `<style>${escaped(await fontsFor(drawn)).replaceAll('&quot;', '"')}</style>`;
  const { x, y, width, height } = bounds;
  const svg = tag(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `${x} ${y} ${width} ${height}`, width, height },
    `<title>${escaped(title)}</title>${style}${drawn}`,
  );
  return { svg, size: { width, height } };
}

/** From far away boxes are plain; a picture can be looked at from nearby. */
function wholly<T>(viewport: HTMLElement, draw: () => T): T {
  const far = viewport.closest('[data-far]');
  far?.removeAttribute('data-far');
  try {
    return draw();
  } finally {
    far?.setAttribute('data-far', '');
  }
}

/** Empty when nothing is drawn. */
function drawScene(scene: Scene): { drawn: string; bounds: Rect } {
  const boxes = byLevel([...scene.viewport.querySelectorAll<HTMLElement>('.react-flow__node')]);
  const labels = [...scene.viewport.querySelectorAll<HTMLElement>('button[data-wire]')];
  const bounds = boundsOf(
    [...boxes, ...labels].map((element) => scene.toFlow(element.getBoundingClientRect())),
    room,
  );
  const draw = (elements: readonly HTMLElement[]): string =>
    elements.map((element) => drawElement(element, scene)).join('');
  const drawn =
    background(scene.viewport, bounds) +
    draw(boxes.filter((box) => levelOf(box) < 0)) +
    drawWires(scene.viewport) +
    draw(boxes.filter((box) => levelOf(box) >= 0)) +
    draw(labels);
  return { drawn: boxes.length === 0 ? '' : drawn, bounds };
}

/** Finer than a screen shows it, but no larger than a browser can draw. */
export async function pngOf({ svg, size }: Picture): Promise<Blob> {
  const scale = Math.min(2, maxSide / Math.max(size.width, size.height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(Math.ceil(size.width * scale), Math.ceil(size.height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/png' });
}

const maxSide = 8192;

function background(viewport: HTMLElement, bounds: Rect): string {
  for (let element: HTMLElement | null = viewport; element !== null; element = element.parentElement) {
    const { backgroundColor } = getComputedStyle(element);
    if (paint('fill', backgroundColor)['fill-opacity'] !== 0)
      return tag('rect', { ...bounds, ...paint('fill', backgroundColor) });
  }
  return '';
}

const byLevel = (boxes: readonly HTMLElement[]): HTMLElement[] => boxes.toSorted((a, b) => levelOf(a) - levelOf(b));

/** React Flow lifts what is selected by 1000; a group or note that is selected stays one. */
const levelOf = ({ style, classList }: HTMLElement): number =>
  Number(style.zIndex) - (classList.contains('selected') ? 1000 : 0);
