import { useCallback, useSyncExternalStore } from 'react';
import type { Fault } from '#shared/faults/fault.ts';
import { onTick } from '../ui/onTick.ts';
import { useFaultProgress } from './progressStore.ts';

/** Hits and remaining time of a fault: whoever shows them is drawn anew when their text is another one, and nobody else. */

const never = (): (() => void) => () => undefined;

/** `1:05`: always as wide, so that nothing beside it moves. */
export function clockText(leftMs: number): string {
  const seconds = Math.ceil(Math.max(0, leftMs) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How long the fault stays on; undefined when it does not end by time. */
export function useTimeLeft({ id, forMs }: Fault): string | undefined {
  const told = useFaultProgress(({ of }) => of[id]?.endsAt);
  const endsAt = forMs === undefined ? undefined : told;
  const read = useCallback(() => (endsAt === undefined ? undefined : clockText(endsAt - performance.now())), [endsAt]);
  return useSyncExternalStore(endsAt === undefined ? never : onTick, read);
}

/** How often it has acted. */
export const useHits = ({ id }: Fault): number => useFaultProgress(({ of }) => of[id]?.hits ?? 0);

/** `3 hits`, `3 of 10 hits`. */
export function hitsText(hits: number, { count }: Fault): string {
  if (count !== undefined) return `${Math.min(hits, count)} of ${count} hits`;
  return hits === 1 ? '1 hit' : `${hits} hits`;
}

/** As few letters as a badge has room for: `3/10`, `×3`; nothing before the first. */
export function shortHits(hits: number, { count }: Fault): string | undefined {
  if (count !== undefined) return `${Math.min(hits, count)}/${count}`;
  if (hits === 0) return undefined;
  return `×${hits < 10_000 ? hits : `${Math.floor(hits / 1000)}k`}`;
}
