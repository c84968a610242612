import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface CanvasPrefs {
  /** Whether boxes stand on the grid. */
  snap: boolean;
  toggleSnap: () => void;
}

export const gridStep = 10;

/** How one likes to draw: remembered in this browser, no part of the Flow. */
export const useCanvasPrefs = create<CanvasPrefs>()(
  persist((set) => ({ snap: true, toggleSnap: () => set(({ snap }) => ({ snap: !snap })) }), {
    name: 'patchbay-canvas',
    version: 1,
  }),
);

export const onGrid = ({ x, y }: { x: number; y: number }): { x: number; y: number } =>
  useCanvasPrefs.getState().snap
    ? { x: Math.round(x / gridStep) * gridStep, y: Math.round(y / gridStep) * gridStep }
    : { x: Math.round(x), y: Math.round(y) };
