import type { Connection } from '../geometry/connections.ts';
import { useGeometryStore } from '../geometryStore.ts';
import { OnDrawing } from '../OnDrawing.tsx';
import { useGradually } from '../useGradually.ts';
import classes from './Wire.module.css';
import { DerivedLine, WireLine } from './WireLine.tsx';
import { WireLabel } from './WireLabel.tsx';

const lineKey = ({ id }: Connection): string => id;

/**
 * All lines and their labels. They are not React Flow's edges: those are laid out anew with every change of any box, and ours
 * know where they run from the same store that the messages travel by.
 */
export function WireLayer() {
  const drawn = useGradually(
    useGeometryStore((geometry) => geometry.drawn),
    lineKey,
    14,
  );
  return (
    <OnDrawing>
      <svg className={classes.layer}>
        {/* Where a line meets its boxes: a marker moves with its line. */}
        <defs>
          <marker
            id="patchbay-line-end"
            viewBox="-5 -5 10 10"
            markerWidth={10}
            markerHeight={10}
            markerUnits="userSpaceOnUse"
          >
            <circle r={4} className={classes.end} />
          </marker>
        </defs>
        {drawn.map(({ id, wire, from, dashed }) =>
          wire === undefined ? (
            <DerivedLine key={id} line={id} from={from} dashed={dashed} />
          ) : (
            <WireLine key={id} line={id} wire={wire} />
          ),
        )}
      </svg>
      {drawn.map(({ id, wire }) => (wire === undefined ? null : <WireLabel key={id} line={id} wire={wire} />))}
    </OnDrawing>
  );
}
