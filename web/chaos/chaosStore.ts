import { create } from 'zustand';
import type { FaultKind } from '#shared/faults/fault.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import type { Aim } from './aims.ts';

interface Chaos {
  /** The fault that is in the hand: the next thing that is clicked gets it. */
  picked: FaultKind | undefined;
  /** Whether the target is being chosen by keys. */
  byKeys: boolean;
  /** What the keys have come to. */
  aim: Aim | undefined;
  /** Whether the list of all faults is open. */
  isChoosing: boolean;
  /** What has just been broken or mended, for those who hear the page. */
  said: string;
}

export const useChaos = create<Chaos>(() => ({
  picked: undefined,
  byKeys: false,
  aim: undefined,
  isChoosing: false,
  said: '',
}));

/** What was selected lets go, so that nothing else asks for the click. */
export function pickFault(picked: FaultKind, { byKeys = false }: { byKeys?: boolean } = {}): void {
  useSelectionStore.getState().clear();
  useChaos.setState({ picked, byKeys, aim: undefined, isChoosing: false });
}

export const putBack = (said = ''): void => useChaos.setState({ picked: undefined, aim: undefined, said });

export const sayBroken = (said: string): void => useChaos.setState({ said });
