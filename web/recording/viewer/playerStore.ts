import { create } from 'zustand';

export const rates = [0.01, 0.1, 1] as const;
export type Rate = (typeof rates)[number];

interface PlayerState {
  isPlaying: boolean;
  /** Recorded time that goes by in so much real time. */
  rate: Rate;
}

/** How a recording is played. */
export const usePlayer = create<PlayerState>(() => ({ isPlaying: false, rate: 0.1 }));
