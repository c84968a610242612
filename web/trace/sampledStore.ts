import { create } from 'zustand';
import type { Sampled } from '#shared/protocol.ts';

interface SampledState {
  /** Of the traces this page gets one in so many: its connection has no room for all. */
  link: Sampled;
  /** Of those it gets, the canvas shows one in so many as dots: nobody could tell more of them apart. */
  dots: number;
}

const whole: Sampled = { oneIn: 1, oneInRemarkable: 1 };

/** How much of what happens is shown. Counters never depend on it. */
export const useSampled = create<SampledState>(() => ({ link: whole, dots: 1 }));

export function takeSampled(sampled: Sampled = whole): void {
  const { link } = useSampled.getState();
  if (link.oneIn === sampled.oneIn && link.oneInRemarkable === sampled.oneInRemarkable) return;
  useSampled.setState({ link: sampled });
}
