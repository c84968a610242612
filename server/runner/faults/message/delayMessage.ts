import { HeldMessages } from './heldMessages.ts';
import type { MakeMessageAct } from './messageAct.ts';

/**
 * The message arrives delayMs ± jitterMs later. Unlike the bytes of a slow link messages may overtake each other:
 *
 *   in  ──A──B──────────▶
 *   out ──────────B──A──▶
 */
export const delayMessage: MakeMessageAct<'delay_message'> = ({ delayMs, jitterMs }, { clock, random }) => {
  const held = new HeldMessages(clock);
  return {
    take: (message) => held.hold(message, Math.max(0, delayMs + (random() * 2 - 1) * jitterMs)),
    release: () => held.release(),
    lose: () => held.lose(),
  };
};
