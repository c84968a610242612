import { Fragment, memo, useCallback } from 'react';
import { own } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { policyBadges } from '../../policies/policyBadges.ts';
import { StateDot } from '../../ui/StateDot.tsx';
import { useGeometryStore } from '../geometryStore.ts';
import { useFaultBadges } from '../useFaultBadges.ts';
import { watchLabel } from './labelSizes.ts';
import classes from './Wire.module.css';

/** A wire's name, policies and faults, beside the boxes; the way to the wire for pointer and keyboard. */
export const WireLabel = memo(function WireLabel({ line, wire }: { line: string; wire: string }) {
  const drawn = useFlowStore(({ flow }) => own(flow.wires, wire));
  const isPlaced = useGeometryStore(({ lines }) => lines.has(line));
  const faults = useFaultBadges({ wire });
  const place = useGeometryStore(({ labels }) => labels.get(line));
  const isSelected = useSelectionStore(({ selection }) =>
    selection.some(({ kind, id }) => kind === 'wire' && id === wire),
  );
  const state = useFlowStore(({ status }) => own(status?.wires ?? {}, wire)?.state);
  const watch = useCallback((element: HTMLButtonElement) => watchLabel(element, line), [line]);
  if (drawn === undefined || !isPlaced) return null;
  const isAway = state === 'disconnected' || state === 'reconnecting';
  return (
    <button
      ref={watch}
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
      {drawn.name}
      {policyBadges(drawn.policies ?? {}).map((badge) => (
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
});
