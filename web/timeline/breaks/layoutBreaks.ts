import type { Break } from '../../trace/breaks.ts';

/** The stretch of time that the waterfall shows, in µs. */
export interface TimeWindow {
  startUs: number;
  spanUs: number;
}

export interface BreakBar {
  it: Break;
  /** Shares of the width, 0 to 1. */
  left: number;
  width: number;
  /** Which of the lanes, from the top. */
  line: number;
  /** It began before, or goes on after, what is shown. */
  cutLeft: boolean;
  cutRight: boolean;
}

/** A break of no time to speak of is still to be seen and hit. */
const minWidth = 0.006;
/** More at once share the last line. */
export const maxLines = 3;

/** What was broken in a stretch of time, as bars that do not cover each other. */
export function layoutBreaks(breaks: readonly Break[], { startUs, spanUs }: TimeWindow): BreakBar[] {
  const endUs = startUs + spanUs;
  const freeFrom: number[] = [];
  return breaks
    .filter((one) => (one.startUs ?? -Infinity) <= endUs && (one.endUs ?? Infinity) >= startUs)
    .toSorted((a, b) => (a.startUs ?? -Infinity) - (b.startUs ?? -Infinity) || 0)
    .map((it): BreakBar => {
      const cutLeft = it.startUs === undefined || it.startUs < startUs;
      const cutRight = it.endUs === undefined || it.endUs > endUs;
      const from = cutLeft ? 0 : ((it.startUs ?? startUs) - startUs) / spanUs;
      const to = cutRight ? 1 : ((it.endUs ?? endUs) - startUs) / spanUs;
      const left = Math.min(from, 1 - minWidth);
      const width = Math.max(to - from, minWidth);
      const free = freeFrom.findIndex((at) => at <= left);
      const line = Math.min(free < 0 ? freeFrom.length : free, maxLines - 1);
      freeFrom[line] = Math.max(left + width, freeFrom[line] ?? 0);
      return { it, left, width, line, cutLeft, cutRight };
    });
}
