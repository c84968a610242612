import { create } from 'zustand';
import type { FaultProgress } from '#shared/faults/progress.ts';

/** How far a fault has come, on the clock of this page. */
export interface Progress {
  hits: number;
  /** When it ends by itself, as `performance.now()` will say; undefined: not by time. */
  endsAt: number | undefined;
}

/** Beside the list of faults and not in it: this changes with the traffic, and only what shows it is drawn anew. */
export const useFaultProgress = create<{ of: Readonly<Record<string, Progress>> }>(() => ({ of: {} }));

export function takeFaultProgress(told: FaultProgress): void {
  const now = performance.now();
  useFaultProgress.setState(({ of: before }) => ({
    of: Object.fromEntries(
      Object.entries(told).map(([id, { hits, leftMs }]) => {
        const endsAt = leftMs === undefined ? undefined : now + leftMs;
        const known = before[id];
        // The way here takes a moment more or less each time; a clock that jumps by that would be seen.
        const isSame =
          known?.endsAt !== undefined && endsAt !== undefined && Math.abs(known.endsAt - endsAt) < jitterMs;
        if (known?.hits === hits && (isSame || known.endsAt === endsAt)) return [id, known];
        return [id, { hits, endsAt: isSame ? known.endsAt : endsAt }];
      }),
    ),
  }));
}

const jitterMs = 300;
