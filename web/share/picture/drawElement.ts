import { drawFrame } from './drawFrame.ts';
import { drawText } from './drawText.ts';
import { paint } from './colors.ts';
import { tag } from './markup.ts';
import type { Scene } from './scene.ts';

/** An element of the page with all that is in it, as SVG: frames, texts and icons, each where the browser has put it. */
export function drawElement(element: Element, scene: Scene): string {
  const style = getComputedStyle(element);
  if (isUnseen(style)) return '';
  const drawn =
    element instanceof SVGElement
      ? drawIcon(element, style, scene)
      : drawTurned(element, style, scene) + bulletOf(element, style, scene) + drawInside(element, style, scene);
  const opacity = Number(style.opacity);
  return opacity < 1 && drawn !== '' ? tag('g', { opacity }, drawn) : drawn;
}

/** The frame of an element, turned as it is (the mark of events stands on its corner). */
function drawTurned(element: Element, style: CSSStyleDeclaration, scene: Scene): string {
  const around = scene.toFlow(element.getBoundingClientRect());
  const { a, b } = new DOMMatrixReadOnly(style.transform);
  const degrees = (Math.atan2(b, a) * 180) / Math.PI;
  if (degrees === 0 || !(element instanceof HTMLElement)) return drawFrame(style, around);
  const [width, height] = [element.offsetWidth, element.offsetHeight];
  const [x, y] = [around.x + around.width / 2, around.y + around.height / 2];
  const frame = drawFrame(style, { x: x - width / 2, y: y - height / 2, width, height });
  return frame === '' ? '' : tag('g', { transform: `rotate(${degrees} ${x} ${y})` }, frame);
}

function drawInside(element: Element, style: CSSStyleDeclaration, scene: Scene): string {
  let drawn = '';
  for (const child of element.childNodes) {
    if (child instanceof Text) drawn += drawText(child, style, scene);
    else if (child instanceof Element) drawn += drawElement(child, scene);
  }
  return drawn;
}

/** What is there for screen readers only is clipped away. */
function isUnseen({ display, visibility, opacity, clipPath }: CSSStyleDeclaration): boolean {
  return display === 'none' || visibility === 'hidden' || opacity === '0' || clipPath !== 'none';
}

function drawIcon(icon: SVGElement, style: CSSStyleDeclaration, scene: Scene): string {
  const { x, y, width, height } = scene.toFlow(icon.getBoundingClientRect());
  const copy = icon.cloneNode(true) as SVGElement;
  for (const name of ['class', 'style', 'aria-hidden', 'role']) copy.removeAttribute(name);
  for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, String(value));
  copy.setAttribute('color', String(paint('fill', style.color)['fill']));
  return new XMLSerializer().serializeToString(copy);
}

/** The mark before an item of a list is no part of the document. */
function bulletOf(element: Element, style: CSSStyleDeclaration, scene: Scene): string {
  if (style.display !== 'list-item' || style.listStyleType === 'none') return '';
  const { x, y } = scene.toFlow(element.getBoundingClientRect());
  const size = Number.parseFloat(style.fontSize);
  return tag('circle', { cx: x - size * 0.7, cy: y + size * 0.75, r: size * 0.16, ...paint('fill', style.color) });
}
