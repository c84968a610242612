import { create } from 'zustand';
import type { Flow } from '#shared/flow/flow.ts';
import { connectionsOf, type Connection } from './geometry/connections.ts';
import { layoutLines } from './geometry/layoutLines.ts';
import type { Line, Point, Rect } from './geometry/line.ts';
import { placeLabels } from './geometry/placeLabels.ts';

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
  const connections = connectionsOf(flow);
  const lines = layoutLines(connections, boxes);
  const { labelSizes } = useGeometryStore.getState();
  useGeometryStore.setState({ boxes, connections, lines, labels: labelsOf({ connections, lines, boxes, labelSizes }) });
}

/** A label has been drawn and is this large. */
export function takeLabelSize(line: string, size: { width: number; height: number }): void {
  const { labelSizes, connections, lines, boxes } = useGeometryStore.getState();
  const known = labelSizes.get(line);
  if (known !== undefined && Math.abs(known.width - size.width) < 1 && Math.abs(known.height - size.height) < 1) return;
  const sizes = new Map(labelSizes).set(line, size);
  useGeometryStore.setState({ labelSizes: sizes, labels: labelsOf({ connections, lines, boxes, labelSizes: sizes }) });
}

function labelsOf({
  connections,
  lines,
  boxes,
  labelSizes,
}: Pick<Geometry, 'connections' | 'lines' | 'boxes' | 'labelSizes'>) {
  const labels = connections.flatMap(({ id, kind }) => {
    const line = lines.get(id);
    return kind === 'wire' && line !== undefined ? [{ id, line, ...(labelSizes.get(id) ?? guessedLabel) }] : [];
  });
  return placeLabels(labels, [...boxes.values()]);
}
