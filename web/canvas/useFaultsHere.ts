import { useShallow } from 'zustand/react/shallow';
import type { Fault } from '#shared/faults/fault.ts';
import type { ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { FlowPlace } from '../flow/changedPlaces.ts';
import { resolvedFaults } from '../faults/resolvedFaults.ts';
import { useFlowAt } from '../flow/useFlowAt.ts';

type Place = { wire: string } | { broker: string } | { service: string; handler?: string };

/** What is broken here on purpose. A service shows what is broken on it whole or on a listener. */
export function useFaultsHere(place: Place): Fault[] {
  return useFlowAt(
    flowPlace(place),
    useShallow(({ flow, faults }) =>
      resolvedFaults(flow, faults).flatMap(({ fault, target }) => (isHere(target, place) ? [fault] : [])),
    ),
  );
}

function flowPlace(place: Place): FlowPlace {
  if ('wire' in place) return `wires.${place.wire}`;
  return 'broker' in place ? `brokers.${place.broker}` : `services.${place.service}`;
}

function isHere(target: ResolvedTarget, place: Place): boolean {
  if ('wire' in place) return target.on === 'wire' && target.wire === place.wire;
  if ('broker' in place) return target.on === 'broker' && target.broker === place.broker;
  if (place.handler === undefined) {
    return (target.on === 'service' || target.on === 'listener') && target.service === place.service;
  }
  return target.on === 'handler' && target.service === place.service && target.handler === place.handler;
}
