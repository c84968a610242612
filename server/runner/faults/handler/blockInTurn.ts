import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * However many messages come at once, between two blocks the event loop goes round once, so that this process answers the
 * server, which would take it for dead, and hears that the fault is mended:
 *
 *   ──block──┬─loop─┬──block──┬─loop─┬─▶
 */
let last = Promise.resolve();

const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

/** Resolves after nothing at all has happened in this process for `ms`; at once when that is not wanted any more at its turn. */
export function blockInTurn(ms: number, isOver: () => boolean): Promise<void> {
  const block = async (): Promise<void> => {
    if (isOver()) return;
    await nextTurn();
    // Sleeps instead of counting: other playgrounds need the processor.
    if (!isOver()) Atomics.wait(nobodyWakes, 0, 0, ms);
  };
  last = last.then(block);
  return last;
}
