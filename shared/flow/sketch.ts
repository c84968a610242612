import type { Flow } from './flow.ts';

/** A flow as a thumbnail draws it: boxes and lines, nothing to read. */
export interface Sketch {
  boxes: { part: 'services' | 'brokers' | 'drivers' | 'externals'; x: number; y: number }[];
  /** Places in `boxes`: from, to. */
  lines: [number, number][];
}

const maxBoxes = 80;
const maxLines = 160;
const sketched = ['services', 'brokers', 'drivers', 'externals'] as const;

/** The first 80 boxes of a flow and the lines between them: wires, and drivers to what they drive. */
export function sketchOf(flow: Flow): Sketch {
  const places = new Map<string, number>();
  const boxes: Sketch['boxes'] = [];
  for (const part of sketched) {
    for (const [id, { position }] of Object.entries(flow[part])) {
      if (boxes.length >= maxBoxes) break;
      places.set(id, boxes.length);
      boxes.push({ part, x: Math.round(position.x), y: Math.round(position.y) });
    }
  }
  const ends = [
    ...Object.values(flow.wires).map(({ from, to }) => ({ from, to })),
    ...Object.entries(flow.drivers).map(([from, { to }]) => ({ from, to })),
  ];
  const lines = ends.flatMap(({ from, to }): [number, number][] => {
    const start = places.get(from);
    const end = places.get(to);
    return start === undefined || end === undefined ? [] : [[start, end]];
  });
  return { boxes, lines: lines.slice(0, maxLines) };
}
