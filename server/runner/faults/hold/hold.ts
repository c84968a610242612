import type { MakeMessageAct } from '../message/messageAct.ts';

/**
 * A breakpoint: the message waits on the session's board until somebody says what becomes of it.
 *
 *   in  ──A──B──────────▶
 *   out ────────── ? ───▶
 *
 * The board lets go by itself of what no breakpoint and no connection stands for any more, in one order for all lanes.
 */
export const hold: MakeMessageAct<'hold'> = (fault, { board, lane }) => ({
  hasRoom: (hop) => board.hasRoom(hop, lane),
  take: (message) => board.hold({ fault, lane, message }),
  release: () => undefined,
  lose: () => undefined,
});
