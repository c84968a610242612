import { DelayLine } from './delayLine.ts';
import { end } from './toxic.ts';
import type { MakeToxic } from './toxic.ts';

/**
 * One side closes, and the other learns of it delayMs later. A reset is not held back.
 *
 *   in  ──A──B──end
 *   out ──A──B─────────end▶
 */
export const slowClose: MakeToxic<'slow_close'> = ({ delayMs }, link) => {
  const line = new DelayLine(link);
  return {
    push(item) {
      if (item !== end) return link.pass(item);
      line.push(item, link.clock.now() + delayMs);
      link.report({ act: 'closedLate', delayMs });
    },
    stop: () => line.flush(),
  };
};
