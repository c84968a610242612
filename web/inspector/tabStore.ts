import { create } from 'zustand';

interface TabState {
  chosen: Readonly<Record<string, string>>;
}

/** Which tab was looked at last, per kind of thing: going from wire to wire stays at Faults. */
export const useTabStore = create<TabState>(() => ({ chosen: {} }));

export const chooseTab = (kind: string, tab: string): void =>
  useTabStore.setState(({ chosen }) => ({ chosen: { ...chosen, [kind]: tab } }));
