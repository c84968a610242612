import { HeldMessages } from './heldMessages.ts';
import type { MakeMessageAct } from './messageAct.ts';

/**
 * Gathers `window` messages, for no longer than `withinMs`, and gives them on in another order than theirs.
 *
 *   in  ──A──B──C────────▶
 *   out ───────────C─A─B─▶
 */
export const reorder: MakeMessageAct<'reorder'> = ({ window, withinMs }, { clock, random }) => {
  const held = new HeldMessages(clock);
  let cancel: (() => void) | undefined;
  const empty = (): void => {
    cancel?.();
    cancel = undefined;
    for (const message of inAnotherOrder(held.takeOut(), random)) message.go();
  };
  const stopWaiting = (): void => {
    cancel?.();
    cancel = undefined;
  };
  return {
    take: (message) => {
      held.hold(message);
      if (held.size >= window) empty();
      else cancel ??= clock.after(withinMs, empty);
    },
    release: () => {
      stopWaiting();
      held.release();
    },
    lose: () => {
      stopWaiting();
      held.lose();
    },
  };
};

/** Shuffled; should chance leave everything where it was, the first one goes last. */
function inAnotherOrder<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = items
    .map((item, at) => ({ item, at, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item, at }) => ({ item, at }));
  const isSame = shuffled.every(({ at }, index) => at === index);
  if (isSame) shuffled.push(...shuffled.splice(0, 1));
  return shuffled.map(({ item }) => item);
}
