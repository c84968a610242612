import { end } from './toxic.ts';
import type { MakeToxic } from './toxic.ts';

/**
 * Some bits of each piece of data are turned over. Whether that is noticed is up to who reads: a length that is wrong, a
 * text that is no JSON, or a value that is another one and nobody sees it.
 *
 *   in  ──{"a":5}──▶
 *   out ──{"a":7}──▶
 */
export const corrupt: MakeToxic<'corrupt'> = ({ bits }, link) => ({
  push(item) {
    if (item === end || item.length === 0) return link.pass(item);
    const changed = Buffer.from(item);
    for (let count = 0; count < bits; count += 1) {
      const at = Math.floor(link.random() * changed.length * 8);
      changed.writeUInt8(changed.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
    }
    link.report({ act: 'corrupted', bytes: changed.length });
    link.pass(changed);
  },
  stop: () => undefined,
});
