import { create } from 'zustand';
import type { Position } from '#shared/flow/flow.ts';
import type { Join } from '../gestures/partners.ts';

export interface QuickAddAsk {
  /** Where in the drawing the new box goes. */
  at: Position;
  join: Join;
}

/** The list of what can be put here, opened by a line that was let go in the open, by Tab, or from a menu. */
export const useQuickAdd = create<{ ask: QuickAddAsk | undefined }>(() => ({ ask: undefined }));

export const openQuickAdd = (ask: QuickAddAsk): void => useQuickAdd.setState({ ask });
export const closeQuickAdd = (): void => useQuickAdd.setState({ ask: undefined });
