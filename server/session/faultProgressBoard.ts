import type { FaultProgress } from '#shared/faults/progress.ts';

/** How far the faults of a session have come: as the runner told it last, with the time that has passed since. */
export class FaultProgressBoard {
  #told: FaultProgress = {};
  #toldAt = 0;

  hear(progress: FaultProgress): void {
    this.#told = progress;
    this.#toldAt = performance.now();
  }

  get now(): FaultProgress {
    const passedMs = Math.round(performance.now() - this.#toldAt);
    const later = ({ hits, leftMs }: FaultProgress[string]): FaultProgress[string] =>
      leftMs === undefined ? { hits } : { hits, leftMs: Math.max(0, leftMs - passedMs) };
    return Object.fromEntries(Object.entries(this.#told).map(([id, one]) => [id, later(one)]));
  }
}

/** Of several processes: all hits of a fault, and the shortest time that it has left. Pure. */
export function sumProgress(all: readonly FaultProgress[]): FaultProgress {
  const sum = new Map<string, FaultProgress[string]>();
  for (const [id, { hits, leftMs }] of all.flatMap((one) => Object.entries(one))) {
    const before = sum.get(id);
    const left = Math.min(leftMs ?? Infinity, before?.leftMs ?? Infinity);
    sum.set(id, { hits: hits + (before?.hits ?? 0), ...(left === Infinity ? {} : { leftMs: left }) });
  }
  return Object.fromEntries(sum);
}
