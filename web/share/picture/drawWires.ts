import { paint } from './colors.ts';
import { tag } from './markup.ts';

/** Lines are SVG on the canvas already, but their looks are in its style sheets. */
export function drawWires(viewport: ParentNode): string {
  return [...viewport.querySelectorAll<SVGPathElement>('path[data-line]')].map(drawLine).join('');
}

function drawLine(path: SVGPathElement): string {
  const { stroke, strokeWidth, strokeDasharray, strokeOpacity, opacity } = getComputedStyle(path);
  const seen = Number(opacity) * Number(strokeOpacity);
  const color = paint('stroke', stroke);
  const ends = [path.getPointAtLength(0), path.getPointAtLength(path.getTotalLength())];
  const drawn =
    tag('path', {
      d: path.getAttribute('d') ?? '',
      fill: 'none',
      ...color,
      'stroke-width': Number.parseFloat(strokeWidth),
      'stroke-dasharray': strokeDasharray === 'none' ? undefined : strokeDasharray.replaceAll('px', ''),
    }) + ends.map(({ x, y }) => tag('circle', { cx: x, cy: y, r: 3, ...paint('fill', stroke) })).join('');
  return seen < 1 ? tag('g', { opacity: seen }, drawn) : drawn;
}
