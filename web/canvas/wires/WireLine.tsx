import { memo } from 'react';
import { own, wireEnd } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { transportLooks } from '../../transports/index.ts';
import { transportColor } from '../../transports/look.ts';
import { svgPath, type Line } from '../geometry/line.ts';
import { useGeometryStore } from '../geometryStore.ts';
import { useSpliceTarget } from '../gestures/spliceTarget.ts';
import { useFaultBadges } from '../useFaultBadges.ts';
import classes from './Wire.module.css';

/** A wire of the drawing, to be clicked anywhere along its line. */
export const WireLine = memo(function WireLine({ line, wire }: { line: string; wire: string }) {
  const path = useGeometryStore(({ lines }) => lines.get(line));
  const to = useFlowStore(({ flow }) => own(flow.wires, wire)?.to ?? '');
  const color = useFlowStore(({ flow }) => wireColor(wireEnd(flow, to)));
  const isDashed = useFlowStore(({ flow }) => wireEnd(flow, to)?.kind === 'broker');
  const isSelected = useSelectionStore(({ selection }) =>
    selection.some(({ kind, id }) => kind === 'wire' && id === wire),
  );
  const isBroken = useFaultBadges({ wire }).length > 0;
  const isTarget = useSpliceTarget((state) => state.wire === wire);
  if (path === undefined) return null;
  const d = svgPath(path);
  return (
    <>
      <path
        d={d}
        className={classes.line}
        style={{ '--wire-color': color }}
        data-dashed={isDashed}
        data-selected={isSelected}
        data-broken={isBroken}
        data-target={isTarget}
      />
      <path
        d={d}
        className={classes.grip}
        data-wire={wire}
        onClick={(event) => useSelectionStore.getState().select({ kind: 'wire', id: wire }, { add: event.shiftKey })}
      />
      <LineEnds line={path} />
    </>
  );
});

/** What follows from the drawing: who hears a broker, whom a driver asks. Not to be selected. */
export const DerivedLine = memo(function DerivedLine({
  line,
  from,
  dashed,
}: {
  line: string;
  from: string;
  dashed: boolean;
}) {
  const path = useGeometryStore(({ lines }) => lines.get(line));
  const color = useFlowStore(({ flow }) => wireColor(wireEnd(flow, from)));
  if (path === undefined) return null;
  return (
    <>
      <path
        d={svgPath(path)}
        className={classes.line}
        style={{ '--wire-color': color }}
        data-dashed={dashed}
        data-quiet
      />
      <LineEnds line={path} />
    </>
  );
});

/** Where a line meets its boxes. */
function LineEnds({ line: { start, end } }: { line: Line }) {
  return (
    <>
      <circle cx={start.x} cy={start.y} r={4} className={classes.end} />
      <circle cx={end.x} cy={end.y} r={4} className={classes.end} />
    </>
  );
}

function wireColor(end: ReturnType<typeof wireEnd>): string {
  switch (end?.kind) {
    case 'broker':
      return transportColor(transportLooks[end.broker.transport]);
    case 'external':
      return transportColor(transportLooks[end.external.transport]);
    case 'service':
      return transportColor(transportLooks.tcp);
    case undefined:
      return 'var(--mantine-color-gray-6)';
  }
}
