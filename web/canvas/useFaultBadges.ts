import { useShallow } from 'zustand/react/shallow';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import { faultBadge } from '../faults/faultBadge.ts';
import { useFlowStore } from '../flow/flowStore.ts';

type Place = { wire: string } | { broker: string } | { service: string; handler?: string };

/** What is broken here on purpose, in a few letters each. A service shows what is broken on it whole or on a listener. */
export function useFaultBadges(place: Place): string[] {
  return useFlowStore(
    useShallow(({ flow, faults }) =>
      faults.flatMap((fault) => {
        const resolved = resolveTarget(flow, fault);
        if (!resolved.ok) return [];
        const { target } = resolved;
        const isHere =
          'wire' in place
            ? target.on === 'wire' && target.wire === place.wire
            : 'broker' in place
              ? target.on === 'broker' && target.broker === place.broker
              : place.handler !== undefined
                ? target.on === 'handler' && target.service === place.service && target.handler === place.handler
                : (target.on === 'service' || target.on === 'listener') && target.service === place.service;
        return isHere ? [faultBadge(fault)] : [];
      }),
    ),
  );
}
