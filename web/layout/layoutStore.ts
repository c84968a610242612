import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Side = 'left' | 'right' | 'bottom';
export type Tab = 'timeline' | 'sequence' | 'messages' | 'metrics' | 'held' | 'problems';

interface LayoutState {
  /** Width or height in pixels. */
  sizes: Record<Side, number>;
  collapsed: Record<Side, boolean>;
  tab: Tab;
  resize: (side: Side, size: number) => void;
  toggle: (side: Side) => void;
  /** Opens the lower panel at this tab. */
  showTab: (tab: Tab) => void;
}

export const bounds: Record<Side, { min: number; max: number }> = {
  left: { min: 150, max: 340 },
  right: { min: 260, max: 560 },
  bottom: { min: 120, max: 560 },
};

const isNarrow = typeof window !== 'undefined' && window.innerWidth < 1200;
const isPhone = typeof window !== 'undefined' && window.innerWidth <= 640;
const isLow = typeof window !== 'undefined' && window.innerHeight < 800;

/** How large the panels are: remembered in this browser, no part of the Flow. */
export const useLayoutStore = create<LayoutState>()(
  persist(
    (set) => ({
      sizes: { left: isNarrow ? 164 : 196, right: isNarrow ? 290 : 330, bottom: isPhone ? 380 : isLow ? 260 : 280 },
      collapsed: { left: false, right: false, bottom: false },
      tab: 'timeline',
      resize: (side, size) => {
        const { min, max } = bounds[side];
        set(({ sizes }) => ({ sizes: { ...sizes, [side]: Math.round(Math.min(max, Math.max(min, size))) } }));
      },
      toggle: (side) => set(({ collapsed }) => ({ collapsed: { ...collapsed, [side]: !collapsed[side] } })),
      showTab: (tab) => set(({ collapsed }) => ({ tab, collapsed: { ...collapsed, bottom: false } })),
    }),
    { name: 'patchbay-layout', version: 1 },
  ),
);
