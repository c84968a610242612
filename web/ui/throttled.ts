/** Does it now when it is long enough ago, else as soon as it is; a timer of a page in the background may take its time. */
export function throttled(work: () => void, everyMs: number): { soon: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let doneAt = -Infinity;
  const now = (): void => {
    clearTimeout(timer);
    timer = undefined;
    doneAt = performance.now();
    work();
  };
  return {
    soon: () => {
      const leftMs = doneAt + everyMs - performance.now();
      if (leftMs <= 0) now();
      else timer ??= setTimeout(now, leftMs);
    },
    stop: () => clearTimeout(timer),
  };
}
