import { useEffect } from 'react';
import { lookOf } from '../faults/faultBadge.ts';
import { useMended } from '../faults/mended.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { sayBroken } from './chaosStore.ts';
import { targetName } from './targetName.ts';

/** Says, to those who hear the page, that a fault has ended by itself, or was mended by somebody else. */
export function useOffNews(): void {
  useEffect(
    () =>
      useFlowStore.subscribe(({ faults, flow, session }, before) => {
        if (faults === before.faults || session !== before.session) return;
        const known = new Set([...faults, ...useMended.getState().last].map(({ id }) => id));
        const [gone] = before.faults.filter(({ id }) => !known.has(id));
        if (gone !== undefined) sayBroken(`${lookOf(gone.kind).label} on ${targetName(flow, gone)} is over.`);
      }),
    [],
  );
}
