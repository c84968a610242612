import { Dripper } from './dripper.ts';
import { end } from './toxic.ts';
import type { MakeToxic } from './toxic.ts';

/**
 * Bytes arrive in small pieces, delayMs apart: a reader that takes one chunk for one message is found out.
 *
 *   in  ──ABCDEF────────▶
 *   out ──AB──CD──EF────▶     each of averageBytes ± variationBytes
 */
export const slicer: MakeToxic<'slicer'> = ({ averageBytes, variationBytes, delayMs }, link) => {
  const size = (): number => Math.round(averageBytes + (link.random() * 2 - 1) * variationBytes);
  const dripper = new Dripper(link, { size, ms: () => delayMs, isAtEnd: false });
  return {
    push(item) {
      dripper.push(item);
      if (item === end) return;
      const pieces = Math.ceil(dripper.heldBytes / averageBytes);
      link.report({ act: 'sliced', delayMs: pieces * delayMs, bytes: item.length });
    },
    stop: () => dripper.flush(),
  };
};
