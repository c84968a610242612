import { create } from 'zustand';
import type { Problem } from '#shared/problem.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { draftOf, usualDraft, type MonkeyDraft } from './monkeyDraft.ts';

interface MonkeyPage {
  isOpen: boolean;
  /** Undefined: as the one that ran last, else as usual. */
  draft: MonkeyDraft | undefined;
  /** Why the last one did not start. */
  problem: Problem | undefined;
}

/** The panel of the monkey on this page. What the monkey itself does is in the flow store, and the same for everybody. */
export const useMonkeyPage = create<MonkeyPage>(() => ({ isOpen: false, draft: undefined, problem: undefined }));

export const showMonkey = (isOpen: boolean): void => useMonkeyPage.setState({ isOpen });
export const setDraft = (draft: MonkeyDraft): void => useMonkeyPage.setState({ draft });

export function draftNow(): MonkeyDraft {
  const { draft } = useMonkeyPage.getState();
  const { monkey } = useFlowStore.getState();
  return draft ?? (monkey === undefined ? usualDraft() : draftOf(monkey.settings));
}

export function useDraftNow(): MonkeyDraft {
  useMonkeyPage((state) => state.draft);
  useFlowStore((state) => state.monkey?.settings);
  return draftNow();
}
