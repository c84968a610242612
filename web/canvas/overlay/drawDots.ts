import { pointAt, type Line, type Point } from '../geometry/line.ts';
import type { Dot, DotShape } from './choreographer.ts';

/** Shapes as well as colours: circle asks and answers, diamond tells, triangle fails, hollow waits for nothing, grey is lost. */
export interface DotColors {
  request: string;
  reply: string;
  event: string;
  error: string;
  ghost: string;
  lost: string;
  outline: string;
}

export const darkDots: DotColors = {
  request: '#3b9dff',
  reply: '#2fbf71',
  event: '#ffb224',
  error: '#ff4d4f',
  ghost: '#c9d1dc',
  lost: '#8b94a3',
  outline: '#ffffff',
};

export const lightDots: DotColors = {
  request: '#0b6bcb',
  reply: '#12824a',
  event: '#c77700',
  error: '#c81e1e',
  ghost: '#55606f',
  lost: '#7b8494',
  outline: '#ffffff',
};

/** Of what does not belong to the trace that is followed. */
export const faintAlpha = 0.15;

/** In a drawing at full size. */
export const dotRadius = 6;

export function dotPlace(dot: Dot, line: Line, nowMs: number): Point {
  const share = Math.min(1, Math.max(0, (nowMs - dot.startMs) / (dot.endMs - dot.startMs)));
  return pointAt(line, dot.from + (dot.to - dot.from) * ease(share));
}

const ease = (t: number): number => t * t * (3 - 2 * t);

export function drawDot(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  { shape, colors, radius }: { shape: DotShape; colors: DotColors; radius: number },
): void {
  context.beginPath();
  trace(context, shape, { x, y, radius });
  context.fillStyle = colors[shape];
  context.strokeStyle = shape === 'ghost' ? colors.ghost : colors.outline;
  context.lineWidth = radius * (shape === 'ghost' ? 0.33 : 0.25);
  if (shape !== 'ghost') context.fill();
  context.stroke();
}

function trace(context: CanvasRenderingContext2D, shape: DotShape, { x, y, radius }: Point & { radius: number }): void {
  switch (shape) {
    case 'event':
      context.moveTo(x, y - radius * 1.15);
      context.lineTo(x + radius * 1.15, y);
      context.lineTo(x, y + radius * 1.15);
      context.lineTo(x - radius * 1.15, y);
      context.closePath();
      break;
    case 'error':
      context.moveTo(x, y - radius * 1.3);
      context.lineTo(x + radius * 1.3, y + radius);
      context.lineTo(x - radius * 1.3, y + radius);
      context.closePath();
      break;
    case 'request':
    case 'reply':
    case 'ghost':
    case 'lost':
      context.arc(x, y, radius, 0, 2 * Math.PI);
      break;
  }
}

/** A flowing dash with its number: what is too much for dots. */
export function drawStream(
  context: CanvasRenderingContext2D,
  line: Line,
  options: { text: string; nowMs: number; color: string; isFaint: boolean },
): void {
  const { start, control1, control2, end } = line;
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.bezierCurveTo(control1.x, control1.y, control2.x, control2.y, end.x, end.y);
  context.setLineDash([10, 8]);
  context.lineDashOffset = -(options.nowMs / 12) % 18;
  context.lineWidth = 5;
  context.strokeStyle = options.color;
  context.globalAlpha = options.isFaint ? faintAlpha : 0.75;
  context.stroke();
  context.globalAlpha = options.isFaint ? faintAlpha : 1;
  context.setLineDash([]);
  const middle = pointAt(line, 0.8);
  context.font = '600 11px "Inter Variable", sans-serif';
  context.textAlign = 'center';
  context.fillStyle = options.color;
  context.fillText(options.text, middle.x, middle.y - 9);
  context.globalAlpha = 1;
}

/** Counts down to the timeout of the oldest call that waits on a wire. */
export function drawPending(
  context: CanvasRenderingContext2D,
  at: Point,
  options: { share: number; count: number; color: string },
): void {
  context.beginPath();
  context.arc(at.x, at.y, 7, 0, 2 * Math.PI);
  context.strokeStyle = options.color;
  context.globalAlpha = 0.25;
  context.lineWidth = 3;
  context.stroke();
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(at.x, at.y, 7, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * (1 - options.share));
  context.stroke();
  if (options.count < 2) return;
  context.font = '600 9px "Inter Variable", sans-serif';
  context.textAlign = 'center';
  context.fillStyle = options.color;
  context.fillText(String(options.count), at.x, at.y - 11);
}
