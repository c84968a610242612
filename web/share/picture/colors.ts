/** A colour as every program that reads SVG knows it. */
export interface PlainColor {
  /** `#4dabf7` */
  hex: string;
  /** 0 to 1 */
  alpha: number;
}

const known = new Map<string, PlainColor>();

/** CSS knows colours (`color(srgb 0.3 …)`) that drawing programs do not: one pixel of it tells which it is. */
export function plainColor(css: string): PlainColor {
  const before = known.get(css);
  if (before !== undefined) return before;
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) return { hex: '#000000', alpha: 1 };
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  const hex = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  const color = { hex, alpha: Math.round((alpha / 255) * 100) / 100 };
  known.set(css, color);
  return color;
}

/** `fill="#…" fill-opacity="…"`, or the same for a stroke. */
export function paint(what: 'fill' | 'stroke', css: string): Record<string, string | number | undefined> {
  const { hex, alpha } = plainColor(css);
  return { [what]: hex, [`${what}-opacity`]: alpha === 1 ? undefined : alpha };
}
