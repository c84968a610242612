import { create } from 'zustand';
import type { HeldMessage } from '#shared/held.ts';

/** A message that a breakpoint holds, on the clock of this page. */
export interface Held extends Omit<HeldMessage, 'heldMs' | 'leftMs'> {
  /** As `performance.now()` said when it was held. */
  since: number;
  /** When its caller gives up; undefined when nobody does. */
  givesUpAt: number | undefined;
}

/** In the order in which they go on. */
export const useHeld = create<{ held: readonly Held[] }>(() => ({ held: [] }));

/** The way here takes a moment more or less each time; a clock that jumps by that would be seen. */
const jitterMs = 300;

export function takeHeld(told: readonly HeldMessage[]): void {
  const now = performance.now();
  useHeld.setState(({ held: before }) => {
    const known = new Map(before.map((one) => [one.id, one]));
    return { held: told.map((message) => onOurClock(message, now, known.get(message.id))) };
  });
}

function onOurClock({ heldMs, leftMs, ...message }: HeldMessage, now: number, known: Held | undefined): Held {
  const since = known?.since ?? now - heldMs;
  const told = leftMs === undefined ? undefined : now + leftMs;
  const before = known?.givesUpAt;
  const isSame = told !== undefined && before !== undefined && Math.abs(told - before) < jitterMs;
  const givesUpAt = isSame ? before : told;
  const held: Held = { ...message, since, givesUpAt };
  return known !== undefined && JSON.stringify(known) === JSON.stringify(held) ? known : held;
}
