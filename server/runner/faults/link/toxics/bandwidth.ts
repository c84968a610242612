import { Dripper } from './dripper.ts';
import { end } from './toxic.ts';
import type { MakeToxic } from './toxic.ts';

/** What passes within this time goes in one piece, as in Toxiproxy. */
const pieceMs = 100;

/**
 * No more than kbPerSecond passes; what is too much waits its turn.
 *
 *   in  ──AAAABBBB──────────▶
 *   out ──────A──A──A──A──B──B──▶
 */
export const bandwidth: MakeToxic<'bandwidth'> = ({ kbPerSecond }, link) => {
  const ms = (bytes: number): number => bytes / kbPerSecond;
  const dripper = new Dripper(link, { size: () => kbPerSecond * pieceMs, ms, isAtEnd: true });
  return {
    push(item) {
      dripper.push(item);
      if (item !== end) link.report({ act: 'delayed', delayMs: ms(dripper.heldBytes), bytes: item.length });
    },
    stop: () => dripper.flush(),
  };
};
