import { create } from 'zustand';
import type { FaultKind } from '#shared/faults/fault.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';

/** The fault that is in the hand: the next thing that is clicked gets it. */
export const useChaos = create<{ picked: FaultKind | undefined }>(() => ({ picked: undefined }));

/** What was selected lets go, so that nothing else asks for the click. */
export function pickFault(picked: FaultKind | undefined): void {
  if (picked !== undefined) useSelectionStore.getState().clear();
  useChaos.setState({ picked });
}
