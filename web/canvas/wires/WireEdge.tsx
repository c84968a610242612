import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { Fragment, useLayoutEffect, useRef } from 'react';
import type { Policies } from '#shared/policies/policies.ts';
import { own, wireEnd } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { policyBadges } from '../../policies/policyBadges.ts';
import { transportLooks } from '../../transports/index.ts';
import { transportColor } from '../../transports/look.ts';
import { StateDot } from '../../ui/StateDot.tsx';
import { svgPath, type Line } from '../geometry/line.ts';
import { useSpliceTarget } from '../gestures/spliceTarget.ts';
import { takeLabelSize, useGeometryStore } from '../geometryStore.ts';
import { useFaultBadges } from '../useFaultBadges.ts';
import classes from './Wire.module.css';

/** A wire of the drawing: a line that can be selected, and its name, policies and faults in a label beside the boxes. */
export function WireEdge({ id: line, data, selected = false }: EdgeProps) {
  const wire = String(data?.['wire']);
  const path = useGeometryStore(({ lines }) => lines.get(line));
  const drawn = useFlowStore(({ flow }) => own(flow.wires, wire));
  const color = useFlowStore(({ flow }) => wireColor(wireEnd(flow, drawn?.to ?? '')));
  const isDashed = useFlowStore(({ flow }) => wireEnd(flow, drawn?.to ?? '')?.kind === 'broker');
  const badges = useFaultBadges({ wire });
  const isTarget = useSpliceTarget((state) => state.wire === wire);
  if (path === undefined || drawn === undefined) return null;
  return (
    <>
      <path
        d={svgPath(path)}
        className={classes.line}
        style={{ '--wire-color': color }}
        data-dashed={isDashed}
        data-selected={selected}
        data-broken={badges.length > 0}
        data-target={isTarget}
      />
      <path data-wire={wire} d={svgPath(path)} className={`${classes.grip} react-flow__edge-interaction`} />
      <LineEnds line={path} />
      <EdgeLabelRenderer>
        <WireLabel line={line} wire={wire} name={drawn.name} policies={drawn.policies ?? {}} faults={badges} />
      </EdgeLabelRenderer>
    </>
  );
}

interface WireLabelProps {
  line: string;
  wire: string;
  name: string;
  policies: Policies;
  faults: readonly string[];
}

function WireLabel({ line, wire, name, policies, faults }: WireLabelProps) {
  const place = useGeometryStore(({ labels }) => labels.get(line));
  const isSelected = useSelectionStore(({ selection }) =>
    selection.some(({ kind, id }) => kind === 'wire' && id === wire),
  );
  const state = useFlowStore(({ status }) => own(status?.wires ?? {}, wire)?.state);
  const ref = useRef<HTMLButtonElement>(null);
  const badges = policyBadges(policies);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element !== null) takeLabelSize(line, { width: element.offsetWidth, height: element.offsetHeight });
  });
  const isAway = state === 'disconnected' || state === 'reconnecting';
  return (
    <button
      ref={ref}
      type="button"
      className={`${classes.label} nodrag nopan`}
      data-selected={isSelected}
      data-wire={wire}
      style={{ transform: `translate(-50%, -50%) translate(${place?.x ?? 0}px, ${place?.y ?? 0}px)` }}
      onClick={(event) => {
        event.stopPropagation();
        useSelectionStore.getState().select({ kind: 'wire', id: wire }, { add: event.shiftKey });
      }}
    >
      {isAway && <StateDot state={state} />}
      <span className="pb-hidden">Wire </span>
      {name}
      {badges.map((badge) => (
        <Fragment key={badge}>
          {' '}
          <span className={classes.policy}>{badge}</span>
        </Fragment>
      ))}
      {faults.map((badge) => (
        <Fragment key={badge}>
          {' '}
          <span className={classes.fault}>{badge}</span>
        </Fragment>
      ))}
    </button>
  );
}

/** What follows from the drawing: who hears a broker, whom a driver asks. Not to be selected. */
export function DerivedEdge({ id: line, data }: EdgeProps) {
  const path = useGeometryStore(({ lines }) => lines.get(line));
  const broker = String(data?.['from']);
  const color = useFlowStore(({ flow }) => wireColor(wireEnd(flow, broker)));
  if (path === undefined) return null;
  return (
    <>
      <path
        d={svgPath(path)}
        className={classes.line}
        style={{ '--wire-color': color }}
        data-dashed={data?.['dashed'] === true}
        data-quiet
      />
      <LineEnds line={path} />
    </>
  );
}

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
