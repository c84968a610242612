import { create } from 'zustand';
import type { FaultKind } from '#shared/faults/fault.ts';

/** The fault that is in the hand: the next thing that is clicked gets it. */
export const useChaos = create<{ picked: FaultKind | undefined }>(() => ({ picked: undefined }));

export const pickFault = (picked: FaultKind | undefined): void => useChaos.setState({ picked });
