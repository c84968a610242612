import { create } from 'zustand';

export type SelectableKind =
  'service' | 'broker' | 'wire' | 'driver' | 'external' | 'note' | 'group' | 'registry' | 'handler';

export interface Selectable {
  kind: SelectableKind;
  id: string;
  /** Of a handler: whose. */
  service?: string | undefined;
}

interface Selection {
  selection: readonly Selectable[];
  /** What the pointer rests on. */
  hovered: Selectable | undefined;
  /** Selects this alone, or adds it to what is selected. */
  select: (item: Selectable, options?: { add?: boolean }) => void;
  selectAll: (items: readonly Selectable[]) => void;
  clear: () => void;
  hover: (item: Selectable | undefined) => void;
}

export const sameItem = (a: Selectable, b: Selectable): boolean =>
  a.kind === b.kind && a.id === b.id && a.service === b.service;

const keyOf = ({ kind, id, service }: Selectable): string => `${kind} ${service ?? ''} ${id}`;
const keys = new WeakMap<readonly Selectable[], ReadonlySet<string>>();

/** Everything drawn asks whether it is selected, and everything may be selected: the list is searched once, not by each of them. */
export function isAmong(selection: readonly Selectable[], item: Selectable): boolean {
  const known = keys.get(selection) ?? new Set(selection.map(keyOf));
  keys.set(selection, known);
  return known.has(keyOf(item));
}

/** What is selected is not part of the Flow: each page has its own. */
export const useSelectionStore = create<Selection>((set) => ({
  selection: [],
  hovered: undefined,
  select: (item, options = {}) =>
    set(({ selection }) => {
      if (options.add !== true) return { selection: [item] };
      const others = selection.filter((other) => !sameItem(other, item));
      return { selection: others.length < selection.length ? others : [...selection, item] };
    }),
  selectAll: (selection) => set({ selection }),
  clear: () => set({ selection: [] }),
  hover: (hovered) => set({ hovered }),
}));

export const useIsSelected = (item: Selectable): boolean =>
  useSelectionStore(({ selection }) => isAmong(selection, item));
