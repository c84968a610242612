import { memo, useCallback, useRef } from 'react';
import { directListener, own, wireEnd } from '#shared/flow/lookup.ts';
import { useIsSelected, useSelectionStore } from '../../flow/selectionStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useFlowAt } from '../../flow/useFlowAt.ts';
import { transportLooks } from '../../transports/index.ts';
import { transportColor } from '../../transports/look.ts';
import { useDimmed } from '../follow/following.ts';
import { useSpliceTarget } from '../gestures/spliceTarget.ts';
import { useFaultsHere } from '../useFaultsHere.ts';
import { useReach } from '../useReach.ts';
import { followLine } from './followGeometry.ts';
import classes from './Wire.module.css';

/** All paths of a line run alike. */
function useFollowLine(line: string): (group: SVGGElement) => () => void {
  return useCallback((group) => followLine([...group.querySelectorAll('path')], line), [line]);
}

/** While a wire leaves it looks as it did: taking hundreds away draws none of them anew. */
function useWireLook(wire: string): { color: string; isDashed: boolean } {
  const last = useRef({ color: '', isDashed: false });
  return useFlowAt(`wires.${wire}`, ({ flow }) => {
    const drawn = own(flow.wires, wire);
    if (drawn === undefined) return last.current;
    const end = wireEnd(flow, drawn.to);
    const look = { color: wireColor(end), isDashed: end?.kind === 'broker' };
    const isSame = look.color === last.current.color && look.isDashed === last.current.isDashed;
    if (!isSame) last.current = look;
    return last.current;
  });
}

/** A wire of the drawing, to be clicked anywhere along its line. */
export const WireLine = memo(function WireLine({ line, wire }: { line: string; wire: string }) {
  const follow = useFollowLine(line);
  const { color, isDashed } = useWireLook(wire);
  const isSelected = useIsSelected({ kind: 'wire', id: wire });
  const isBroken = useFaultsHere({ wire }).length > 0;
  const { 'data-reach': reach } = useReach({ kind: 'wire', id: wire });
  const dimmed = useDimmed(line);
  const isTarget = useSpliceTarget((state) => state.wire === wire);
  return (
    <g ref={follow} data-reach={reach} {...dimmed}>
      <path
        className={classes.line}
        style={{ '--wire-color': color }}
        data-line={line}
        data-dashed={isDashed}
        data-selected={isSelected}
        data-broken={isBroken}
        data-target={isTarget}
      />
      <path
        className={classes.grip}
        data-wire={wire}
        onClick={(event) => useSelectionStore.getState().select({ kind: 'wire', id: wire }, { add: event.shiftKey })}
      />
    </g>
  );
});

interface DerivedLineProps {
  line: string;
  from: string;
  dashed: boolean;
}

/** What follows from the drawing: who hears a broker, whom a driver asks. Not to be selected. */
export const DerivedLine = memo(function DerivedLine({ line, from, dashed }: DerivedLineProps) {
  const follow = useFollowLine(line);
  const color = useFlowStore(({ flow }) => wireColor(wireEnd(flow, from)));
  const dimmed = useDimmed(line);
  return (
    <g ref={follow} {...dimmed}>
      <path
        className={classes.line}
        style={{ '--wire-color': color }}
        data-line={line}
        data-dashed={dashed}
        data-quiet
      />
    </g>
  );
});

function wireColor(end: ReturnType<typeof wireEnd>): string {
  switch (end?.kind) {
    case 'broker':
      return transportColor(transportLooks[end.broker.transport]);
    case 'external':
      return transportColor(transportLooks[end.external.transport]);
    case 'service':
      return transportColor(transportLooks[directListener(end.service)?.transport ?? 'tcp']);
    case undefined:
      return 'var(--mantine-color-gray-6)';
  }
}
