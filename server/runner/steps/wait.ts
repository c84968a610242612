import type { Subscription } from 'rxjs';

/** Resolves after `ms`; never, once `stop` has ended. */
export function wait(ms: number, stop: Subscription): Promise<void> {
  return new Promise((resolve) => {
    const cancel = (): void => clearTimeout(timer);
    const timer = setTimeout(() => {
      stop.remove(cancel);
      resolve();
    }, ms);
    stop.add(cancel);
  });
}
