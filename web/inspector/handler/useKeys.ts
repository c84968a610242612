import { useState } from 'react';

/** React keys for a list whose items have no ids: they move along when this page moves an item. */
export interface Keys {
  list: readonly number[];
  /** Makes room for one more at the end and gives its key. */
  append: () => number;
  move: (index: number, by: -1 | 1) => void;
  remove: (index: number) => void;
}

export function useKeys(length: number): Keys {
  const [state, setState] = useState(() => ({ list: range(0, length), next: length }));
  // Somebody else's edit, or an undo: what is missing gets fresh keys, what is left over is cut at the end.
  const list =
    state.list.length >= length
      ? state.list.slice(0, length)
      : [...state.list, ...range(state.next, length - state.list.length)];
  const next = state.next + Math.max(0, length - state.list.length);
  return {
    list,
    append: () => {
      setState({ list: [...list, next], next: next + 1 });
      return next;
    },
    move: (index, by) => setState({ list: moved(list, index, by), next }),
    remove: (index) => setState({ list: list.filter((_, place) => place !== index), next }),
  };
}

/** The list with one item a place further up or down. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const result = [...list];
  result.splice(index + by, 0, ...result.splice(index, 1));
  return result;
}

const range = (from: number, length: number): number[] => Array.from({ length }, (_, offset) => from + offset);
