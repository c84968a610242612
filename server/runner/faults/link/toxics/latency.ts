import { DelayLine, sizeOf } from './delayLine.ts';
import { end } from './toxic.ts';
import type { MakeToxic } from './toxic.ts';

/**
 * Everything arrives later, and in order.
 *
 *   in  ──A──B──────────▶
 *   out ──────────A──B──▶     each latencyMs ± jitterMs after it came in
 */
export const latency: MakeToxic<'latency'> = ({ latencyMs, jitterMs }, link) => {
  const line = new DelayLine(link);
  return {
    push(item) {
      const delayMs = Math.max(0, latencyMs + (link.random() * 2 - 1) * jitterMs);
      line.push(item, link.clock.now() + delayMs);
      if (item !== end) link.report({ act: 'delayed', delayMs, bytes: sizeOf(item) });
    },
    stop: () => line.flush(),
  };
};
