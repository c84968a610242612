/** Waits for `work`, but not longer than `maxMs` and whatever becomes of it: for closing, where going on matters more. */
export function bounded(work: Promise<unknown>, maxMs: number): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(settle, maxMs);
    work.then(settle, settle);
  });
}
