import { create } from 'zustand';
import type { Flow } from '#shared/flow/flow.ts';
import { connectionsOf, type Connection } from './geometry/connections.ts';
import { layoutLines } from './geometry/layoutLines.ts';
import type { Line, Point, Rect } from './geometry/line.ts';
import { placeLabels, type Placement } from './geometry/placeLabels.ts';

/** Where everything stands on the canvas right now, also while a box is being dragged. Wires and the overlay both read it. */
interface Geometry {
  /** By id of the service, broker, driver or external. */
  boxes: ReadonlyMap<string, Rect>;
  connections: readonly Connection[];
  /** Those whose two ends have been measured. */
  drawn: readonly Connection[];
  lines: ReadonlyMap<string, Line>;
  /** Middle of each wire's label. */
  labels: ReadonlyMap<string, Point>;
  /** Measured sizes of the labels. */
  labelSizes: ReadonlyMap<string, { width: number; height: number }>;
}

export const useGeometryStore = create<Geometry>(() => ({
  boxes: new Map(),
  connections: [],
  drawn: [],
  lines: new Map(),
  labels: new Map(),
  labelSizes: new Map(),
}));

const guessedLabel = { width: 90, height: 22 };

/** Notes are no obstacle for labels: they lie below everything. */
export function takeBoxes(flow: Flow, boxes: ReadonlyMap<string, Rect>): void {
  const before = useGeometryStore.getState();
  const connections = connectionsOf(flow);
  const lines = layoutLines(connections, boxes, before.lines);
  const drawn = connections.filter(({ id }) => lines.has(id));
  const isSame = drawn.length === before.drawn.length && drawn.every((item, index) => item === before.drawn[index]);
  useGeometryStore.setState({
    boxes,
    connections,
    drawn: isSame ? before.drawn : drawn,
    lines,
    labels: placedLabels({ boxes, connections, lines, labelSizes: before.labelSizes }),
  });
}

/** Labels have been drawn and are this large. */
export function takeLabelSizes(measured: ReadonlyMap<string, { width: number; height: number }>): void {
  const now = useGeometryStore.getState();
  const isNew = ([line, size]: [string, { width: number; height: number }]): boolean => {
    const known = now.labelSizes.get(line);
    return known === undefined || Math.abs(known.width - size.width) >= 1 || Math.abs(known.height - size.height) >= 1;
  };
  const changed = [...measured].filter(isNew);
  if (changed.length === 0) return;
  const labelSizes = new Map([...now.labelSizes, ...changed]);
  useGeometryStore.setState({ labelSizes, labels: placedLabels({ ...now, labelSizes }) });
}

let placement: Placement | undefined;

function placedLabels({
  connections,
  lines,
  boxes,
  labelSizes,
}: Pick<Geometry, 'connections' | 'lines' | 'boxes' | 'labelSizes'>): Map<string, Point> {
  const labels = connections.flatMap(({ id, kind }) => {
    const line = lines.get(id);
    return kind === 'wire' && line !== undefined ? [{ id, line, ...(labelSizes.get(id) ?? guessedLabel) }] : [];
  });
  placement = placeLabels(labels, boxes, placement);
  return new Map([...placement.placed].map(([id, { place }]) => [id, place]));
}
