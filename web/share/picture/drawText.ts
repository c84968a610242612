import { paint } from './colors.ts';
import { escaped, tag } from './markup.ts';
import type { Rect, Scene } from './scene.ts';

interface TextLine {
  text: string;
  rect: Rect;
}

/** A text as the browser has broken it into lines; what it has cut off with an ellipsis ends in one here, too. */
export function drawText(node: Text, style: CSSStyleDeclaration, scene: Scene): string {
  const size = Number.parseFloat(style.fontSize);
  const right = cutAt(node.parentElement, scene);
  return linesOf(node, scene)
    .map(({ text, rect }) => {
      const shown = fitting(text, rect, right);
      const look = {
        x: rect.x,
        y: rect.y + rect.height / 2,
        'dominant-baseline': 'central',
        'font-family': style.fontFamily,
        'font-size': size,
        'font-weight': style.fontWeight === '400' ? undefined : style.fontWeight,
        'font-style': style.fontStyle === 'normal' ? undefined : style.fontStyle,
        'text-decoration': style.textDecorationLine === 'none' ? undefined : style.textDecorationLine,
        'xml:space': 'preserve',
        ...paint('fill', style.color),
      };
      return tag('text', look, escaped(style.textTransform === 'uppercase' ? shown.toUpperCase() : shown));
    })
    .join('');
}

function linesOf(node: Text, { toFlow }: Scene): TextLine[] {
  const lines: TextLine[] = [];
  const range = document.createRange();
  for (const { index, 0: piece } of node.data.matchAll(/\s+|\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + piece.length);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const rect = toFlow(box);
    const line = lines.at(-1);
    if (line === undefined || Math.abs(line.rect.y - rect.y) > rect.height / 2) {
      if (piece.trim() !== '') lines.push({ text: piece, rect });
      continue;
    }
    line.text += piece.trim() === '' ? ' ' : piece;
    line.rect.width = rect.x + rect.width - line.rect.x;
  }
  return lines;
}

/** Where the nearest element that hides what is too long ends. */
function cutAt(element: HTMLElement | null, { viewport, toFlow }: Scene): number {
  for (let at = element; at !== null && at !== viewport; at = at.parentElement) {
    if (getComputedStyle(at).overflowX === 'visible') continue;
    const { x, width } = toFlow(at.getBoundingClientRect());
    return x + width;
  }
  return Infinity;
}

function fitting(text: string, { x, width }: Rect, right: number): string {
  const room = right - x;
  if (width <= room + 0.5) return text;
  const characters = Math.max(0, Math.floor((room / width) * text.length) - 1);
  return `${text.slice(0, characters)}…`;
}
