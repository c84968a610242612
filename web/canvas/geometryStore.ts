import { create } from 'zustand';
import type { Flow } from '#shared/flow/flow.ts';
import { connectionsOf, type Connection } from './geometry/connections.ts';
import { keepLines, layoutLines } from './geometry/layoutLines.ts';
import type { Line, Point, Rect } from './geometry/line.ts';
import { placeLabels, type Placed } from './geometry/placeLabels.ts';

/** Where everything stands on the canvas right now, also while a box is being dragged. Wires and the overlay both read it. */
interface Geometry {
  /** By id of the service, broker, driver or external. */
  boxes: ReadonlyMap<string, Rect>;
  connections: readonly Connection[];
  lines: ReadonlyMap<string, Line>;
  /** Middle of each wire's label. */
  labels: ReadonlyMap<string, Point>;
  /** Measured sizes of the labels. */
  labelSizes: ReadonlyMap<string, { width: number; height: number }>;
}

export const useGeometryStore = create<Geometry>(() => ({
  boxes: new Map(),
  connections: [],
  lines: new Map(),
  labels: new Map(),
  labelSizes: new Map(),
}));

const guessedLabel = { width: 90, height: 22 };

/** Notes are no obstacle for labels: they lie below everything. */
export function takeBoxes(flow: Flow, boxes: ReadonlyMap<string, Rect>): void {
  const before = useGeometryStore.getState();
  const connections = connectionsOf(flow);
  const lines = keepLines(before.lines, layoutLines(connections, boxes));
  useGeometryStore.setState({ boxes, connections, lines });
  placeAgain();
}

/** A label has been drawn and is this large. */
export function takeLabelSize(line: string, size: { width: number; height: number }): void {
  const { labelSizes } = useGeometryStore.getState();
  const known = labelSizes.get(line);
  if (known !== undefined && Math.abs(known.width - size.width) < 1 && Math.abs(known.height - size.height) < 1) return;
  useGeometryStore.setState({ labelSizes: new Map(labelSizes).set(line, size) });
  placeAgain();
}

let placed: ReadonlyMap<string, Placed> = new Map();

function placeAgain(): void {
  const { connections, lines, boxes, labelSizes } = useGeometryStore.getState();
  const labels = connections.flatMap(({ id, kind }) => {
    const line = lines.get(id);
    return kind === 'wire' && line !== undefined ? [{ id, line, ...(labelSizes.get(id) ?? guessedLabel) }] : [];
  });
  placed = placeLabels(labels, [...boxes.values()], placed);
  useGeometryStore.setState({ labels: new Map([...placed].map(([id, { place }]) => [id, place])) });
}
