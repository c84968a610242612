import { create } from 'zustand';
import type { Place } from './action.ts';

export interface MenuAsk {
  /** In the window. */
  at: { x: number; y: number };
  place: Place;
}

interface CommandState {
  /** Which dialog is open. */
  open:
    | 'find'
    | 'keys'
    | 'tour'
    | 'share'
    | 'flows'
    | 'history'
    | 'export'
    | 'switch'
    | 'compare'
    | 'truth'
    | 'recording'
    | undefined;
  menu: MenuAsk | undefined;
}

/** What the page shows on top of everything, by key or by right click. */
export const useCommandStore = create<CommandState>(() => ({ open: undefined, menu: undefined }));

export const openDialog = (open: CommandState['open']): void => useCommandStore.setState({ open, menu: undefined });
export const openMenu = (menu: MenuAsk | undefined): void => useCommandStore.setState({ menu });
