import { ViewportPortal } from '@xyflow/react';
import { useGeometryStore } from '../geometryStore.ts';
import classes from './Wire.module.css';
import { DerivedLine, WireLine } from './WireLine.tsx';
import { WireLabel } from './WireLabel.tsx';

/**
 * All lines and their labels. They are not React Flow's edges: those are laid out anew with every change of any box, and ours
 * know where they run from the same store that the messages travel by.
 */
export function WireLayer() {
  const connections = useGeometryStore((geometry) => geometry.connections);
  return (
    <ViewportPortal>
      <svg className={classes.layer}>
        {connections.map(({ id, wire, from, dashed }) =>
          wire === undefined ? (
            <DerivedLine key={id} line={id} from={from} dashed={dashed} />
          ) : (
            <WireLine key={id} line={id} wire={wire} />
          ),
        )}
      </svg>
      {connections.map(({ id, wire }) => (wire === undefined ? null : <WireLabel key={id} line={id} wire={wire} />))}
    </ViewportPortal>
  );
}
