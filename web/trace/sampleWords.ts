import type { Sampled } from '#shared/protocol.ts';

export interface SampleWords {
  text: string;
  why: string;
}

/** What is left out, in words; undefined when nothing is. `dots`: of what the page gets, the canvas shows one in so many. */
export function sampleWords(link: Sampled, dots: number): SampleWords | undefined {
  const oneIn = Math.max(link.oneIn, dots);
  if (oneIn <= 1) return undefined;
  const errors = link.oneInRemarkable > 1 ? `1 in ${link.oneInRemarkable}` : 'all';
  const text = `Showing 1 in ${oneIn} traces, and ${errors} with errors; counters are exact`;
  const why =
    link.oneIn > 1
      ? 'The connection to this page has no room for every event. Each trace comes whole or not at all; rates, times and shares of errors are counted by the server.'
      : 'More happens than anybody could tell apart. The canvas shows each trace wholly or not at all; the lists below have all of them.';
  return { text, why };
}
