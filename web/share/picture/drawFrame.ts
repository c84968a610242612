import { paint, plainColor } from './colors.ts';
import { tag } from './markup.ts';
import type { Rect } from './scene.ts';

interface Side {
  width: number;
  color: string;
  isDashed: boolean;
}

/** The background and the borders of an element. */
export function drawFrame(style: CSSStyleDeclaration, rect: Rect): string {
  const sides = {
    top: sideOf(style.borderTopWidth, style.borderTopColor, style.borderTopStyle),
    right: sideOf(style.borderRightWidth, style.borderRightColor, style.borderRightStyle),
    bottom: sideOf(style.borderBottomWidth, style.borderBottomColor, style.borderBottomStyle),
    left: sideOf(style.borderLeftWidth, style.borderLeftColor, style.borderLeftStyle),
  };
  const radius = radiusOf(style, rect);
  const isFilled = plainColor(style.backgroundColor).alpha > 0;
  const all = Object.values(sides);
  if (all.every(({ width }) => width > 0)) return drawBordered(rect, { sides, radius, style, isFilled });
  const fill = isFilled ? roundRect(rect, radius, paint('fill', style.backgroundColor)) : '';
  return fill + drawLines(rect, sides);
}

interface Bordered {
  sides: Record<'top' | 'right' | 'bottom' | 'left', Side>;
  radius: number;
  style: CSSStyleDeclaration;
  isFilled: boolean;
}

function drawBordered(rect: Rect, { sides, radius, style, isFilled }: Bordered): string {
  const { top, left } = sides;
  const half = left.width / 2;
  const middle = {
    x: rect.x + half,
    y: rect.y + half,
    width: rect.width - left.width,
    height: rect.height - left.width,
  };
  const body = roundRect(middle, Math.max(0, radius - half), {
    ...(isFilled ? paint('fill', style.backgroundColor) : { fill: 'none' }),
    ...paint('stroke', left.color),
    'stroke-width': left.width,
    'stroke-dasharray': left.isDashed ? `${left.width * 3}` : undefined,
  });
  if (top.width === left.width && top.color === left.color) return body;
  return body + topBand(rect, radius, top);
}

/** A thicker border above, in the shape that rounded corners give it. */
function topBand({ x, y, width }: Rect, radius: number, { width: thick, color }: Side): string {
  const r = Math.max(radius, thick);
  // Where the circle of the corner is as deep as the band.
  const inset = r - Math.sqrt(Math.max(0, r * r - (r - thick) * (r - thick)));
  const d =
    `M${x + inset} ${y + thick} A${r} ${r} 0 0 1 ${x + r} ${y} H${x + width - r} ` +
    `A${r} ${r} 0 0 1 ${x + width - inset} ${y + thick} Z`;
  return tag('path', { d, ...paint('fill', color) });
}

function drawLines({ x, y, width, height }: Rect, { top, right, bottom, left }: Bordered['sides']): string {
  const line = (side: Side, box: Rect): string =>
    side.width === 0 || plainColor(side.color).alpha === 0 ? '' : tag('rect', { ...box, ...paint('fill', side.color) });
  return [
    line(top, { x, y, width, height: top.width }),
    line(bottom, { x, y: y + height - bottom.width, width, height: bottom.width }),
    line(left, { x, y, width: left.width, height }),
    line(right, { x: x + width - right.width, y, width: right.width, height }),
  ].join('');
}

function sideOf(width: string, color: string, style: string): Side {
  const isThere = style !== 'none' && style !== 'hidden';
  return { width: isThere ? Number.parseFloat(width) || 0 : 0, color, isDashed: style === 'dashed' };
}

function radiusOf({ borderTopLeftRadius }: CSSStyleDeclaration, { width, height }: Rect): number {
  const value = Number.parseFloat(borderTopLeftRadius) || 0;
  const radius = borderTopLeftRadius.includes('%') ? (value / 100) * Math.min(width, height) : value;
  return Math.min(radius, width / 2, height / 2);
}

const roundRect = (rect: Rect, rx: number, look: Record<string, string | number | undefined>): string =>
  tag('rect', { ...rect, rx: rx > 0 ? rx : undefined, ...look });
