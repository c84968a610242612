import { Fragment, memo, useCallback } from 'react';
import { own } from '#shared/flow/lookup.ts';
import type { Policies } from '#shared/policies/policies.ts';
import type { WireStatus } from '#shared/status.ts';
import { HeldMark, isOnHeldMark } from '../../breakpoints/HeldMark.tsx';
import { FaultBadges } from '../../faults/FaultBadges.tsx';
import { useIsSelected, useSelectionStore } from '../../flow/selectionStore.ts';
import { useFlowAt } from '../../flow/useFlowAt.ts';
import { useLayoutStore } from '../../layout/layoutStore.ts';
import { policyBadges } from '../../policies/policyBadges.ts';
import { usePolicyNews } from '../../policies/usePolicyNews.ts';
import { StateDot } from '../../ui/StateDot.tsx';
import { useDimmed } from '../follow/following.ts';
import { useDrawnItem } from '../../flow/useDrawnItem.ts';
import { useFaultsHere } from '../useFaultsHere.ts';
import { useReach } from '../useReach.ts';
import { followLabel } from './followGeometry.ts';
import { watchLabel } from './labelSizes.ts';
import classes from './Wire.module.css';

const noPolicies: Policies = {};

/** A wire's name, policies and faults, beside the boxes; the way to the wire for pointer and keyboard. */
export const WireLabel = memo(function WireLabel({ line, wire }: { line: string; wire: string }) {
  const drawn = useDrawnItem(`wires.${wire}`, (flow) => own(flow.wires, wire));
  const policies = drawn?.policies ?? noPolicies;
  const news = usePolicyNews(wire, policies);
  const faults = useFaultsHere({ wire });
  const reach = useReach({ kind: 'wire', id: wire });
  const dimmed = useDimmed(line);
  const isSelected = useIsSelected({ kind: 'wire', id: wire });
  const away = useFlowAt(`wires.${wire}`, ({ status }) => awayState(own(status?.wires ?? {}, wire)?.state));
  const watch = useCallback(
    (element: HTMLButtonElement) => {
      const stops = [watchLabel(element, line), followLabel(element, line)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [line],
  );
  if (drawn === undefined) return null;
  return (
    <button
      ref={watch}
      type="button"
      className={`${classes.label} nodrag nopan`}
      data-selected={isSelected}
      data-wire={wire}
      {...reach}
      {...dimmed}
      onClick={(event) => {
        event.stopPropagation();
        useSelectionStore.getState().select({ kind: 'wire', id: wire }, { add: event.shiftKey });
        if (isOnHeldMark(event.target)) useLayoutStore.getState().showTab('held');
      }}
    >
      {away !== undefined && <StateDot state={away} />}
      <span className="pb-hidden">Wire </span>
      {drawn.name}
      {policyBadges(policies, news).map(({ kind, text, tone }) => (
        <Fragment key={kind}>
          {' '}
          <span className={classes.policy} data-tone={tone}>
            {text}
          </span>
        </Fragment>
      ))}
      <FaultBadges faults={faults} max={2} className={classes.fault} />
      <HeldMark place={{ wire }} />
    </button>
  );
});

/** Only a wire that has lost its other end shows it. */
const awayState = (state: WireStatus['state'] | undefined): WireStatus['state'] | undefined =>
  state === 'disconnected' || state === 'reconnecting' ? state : undefined;
