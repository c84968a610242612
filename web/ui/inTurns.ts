/** How long the page may be busy without a pause, in milliseconds: well below what a person feels. */
const turnMs = 12;

/** Lets the page do everything else that waits, then goes on. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Does the same with every item, with pauses for the page between. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => void): Promise<void> {
  let began = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - began < turnMs) continue;
    await nextTask();
    began = performance.now();
  }
}
