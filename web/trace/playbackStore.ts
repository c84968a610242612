import { create } from 'zustand';

export type Speed = 1 | 0.25 | 0.1;

interface Playback {
  paused: boolean;
  speed: Speed;
  /** Each message waits until the one before has got to its end. */
  oneByOne: boolean;
  /** Counts up with each step and each jump; the overlay acts on the change. */
  steps: number;
  jumps: number;
  toggle: () => void;
  setSpeed: (speed: Speed) => void;
  toggleOneByOne: () => void;
  /** While paused: shows the next message moving, then stands still again. */
  step: () => void;
  /** Forgets what is waiting to be shown; what happened stays recorded. */
  jumpToNow: () => void;
}

/** How the picture runs. Recording never pauses: only what is drawn waits. */
export const usePlayback = create<Playback>((set) => ({
  paused: false,
  speed: 1,
  oneByOne: false,
  steps: 0,
  jumps: 0,
  toggle: () => set(({ paused }) => ({ paused: !paused })),
  setSpeed: (speed) => set({ speed }),
  toggleOneByOne: () => set(({ oneByOne }) => ({ oneByOne: !oneByOne })),
  step: () => set(({ steps }) => ({ paused: true, steps: steps + 1 })),
  jumpToNow: () => set(({ jumps }) => ({ paused: false, jumps: jumps + 1 })),
}));
