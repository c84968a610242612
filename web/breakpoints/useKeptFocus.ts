import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

interface Focused {
  id: string;
  /** Which control of its row. */
  control: string;
  index: number;
}

/**
 * Keeps the keyboard in a list whose rows come, go and change places: on the same control of the same row, or of the row that
 * took its place, or on `empty` when none is left. Rows carry `data-held`, controls `data-do`.
 */
export function useKeptFocus(ids: readonly string[], list: RefObject<HTMLElement | null>, empty: () => void) {
  const last = useRef<Focused>(undefined);
  const focusOn = (id: string, control: string): void => {
    const row = list.current?.querySelector(`[data-held="${id}"]`);
    row?.querySelector<HTMLElement>(`[data-do="${control}"]`)?.focus();
  };
  useLayoutEffect(() => {
    const focused = last.current;
    if (focused === undefined) return;
    const index = ids.indexOf(focused.id);
    const isLost = document.activeElement === document.body || document.activeElement === null;
    if (index >= 0) {
      last.current = { ...focused, index };
      // A row that is put elsewhere lets go of the keyboard on the way.
      if (isLost) focusOn(focused.id, focused.control);
      return;
    }
    last.current = undefined;
    if (!isLost) return;
    const next = ids[Math.min(focused.index, ids.length - 1)];
    if (next === undefined) empty();
    else focusOn(next, 'release');
  });
  return {
    onFocus: ({ target }: FocusEvent<HTMLElement>): void => {
      const id = target.closest('[data-held]')?.getAttribute('data-held');
      const control = target.closest('[data-do]')?.getAttribute('data-do');
      if (id != null) last.current = { id, control: control ?? 'release', index: ids.indexOf(id) };
    },
    onBlur: ({ target }: FocusEvent<HTMLElement>): void => {
      queueMicrotask(() => {
        // Gone with its row, it is looked for again; left for another place, it is not.
        const active = document.activeElement;
        if (target.isConnected && list.current?.contains(active) !== true) last.current = undefined;
      });
    },
  };
}
