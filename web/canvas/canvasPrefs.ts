import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface CanvasPrefs {
  /** Whether boxes stand on the grid. */
  snap: boolean;
  /** Whether a letter alone is a key: who speaks to the page, or presses keys by mistake, switches it off. */
  letters: boolean;
  toggleSnap: () => void;
  toggleLetters: () => void;
}

export const gridStep = 10;

/** How one likes to draw: remembered in this browser, no part of the Flow. */
export const useCanvasPrefs = create<CanvasPrefs>()(
  persist(
    (set) => ({
      snap: true,
      letters: true,
      toggleSnap: () => set(({ snap }) => ({ snap: !snap })),
      toggleLetters: () => set(({ letters }) => ({ letters: !letters })),
    }),
    { name: 'patchbay-canvas', version: 1 },
  ),
);

export const onGrid = ({ x, y }: { x: number; y: number }): { x: number; y: number } =>
  useCanvasPrefs.getState().snap
    ? { x: Math.round(x / gridStep) * gridStep, y: Math.round(y / gridStep) * gridStep }
    : { x: Math.round(x), y: Math.round(y) };
