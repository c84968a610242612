import { create } from 'zustand';

/** What the diagram shows: the chosen trace, or so many of the newest messages. */
export type SequenceScope = 'trace' | '50' | '500';

interface SequenceState {
  scope: SequenceScope;
  show: (scope: SequenceScope) => void;
}

export const useSequenceStore = create<SequenceState>((set) => ({
  scope: 'trace',
  show: (scope) => set({ scope }),
}));
