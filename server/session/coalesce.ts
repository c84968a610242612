export interface Coalesced {
  /** Resolves when a run that began after this call has ended. */
  run: () => Promise<void>;
  /** Resolves when nothing runs and nothing waits to run. */
  settled: () => Promise<void>;
}

/**
 * Runs `work` one at a time. Who asks while it runs waits for one further run that begins afterwards, shared by all
 * who asked meanwhile: a hundred quick changes cost two runs, and everybody's change was there when theirs began.
 */
export function coalesce(work: () => Promise<void>): Coalesced {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const start = (): Promise<void> => {
    next = undefined;
    const started = work().finally(() => {
      if (running === started) running = undefined;
    });
    running = started;
    return started;
  };

  return {
    run: () => {
      if (running === undefined) return start();
      next ??= running.then(start, start);
      return next;
    },
    settled: async () => {
      // A run that fails has told whoever asked for it.
      while (running !== undefined) await (next ?? running).catch(() => undefined);
    },
  };
}
