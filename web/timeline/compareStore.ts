import { create } from 'zustand';

interface CompareState {
  /** The trace that the others are compared with; undefined when none is. */
  base: string | undefined;
  compareWith: (traceId: string | undefined) => void;
}

/** Which trace is kept at hand to be compared with. */
export const useCompare = create<CompareState>((set) => ({
  base: undefined,
  compareWith: (base) => set({ base }),
}));
