import { create } from 'zustand';
import { problem, type Problem } from '#shared/problem.ts';

/** Why this page only shows and plays: its link allows no more, or its screen is too small to draw on. */
export type ReadOnlyReason = 'link' | 'phone' | 'recording';

interface Access {
  link: boolean;
  phone: boolean;
  recording: boolean;
  set: (reason: ReadOnlyReason, isSo: boolean) => void;
}

/** Whether this page may change the drawing. The server checks again for links: this only keeps the page honest. */
export const useAccess = create<Access>((set) => ({
  link: false,
  phone: false,
  recording: false,
  set: (reason, isSo) => set({ [reason]: isSo }),
}));

export const isReadOnly = (): boolean => {
  const { link, phone, recording } = useAccess.getState();
  return link || phone || recording;
};

export const useIsReadOnly = (): boolean => useAccess(({ link, phone, recording }) => link || phone || recording);

const readOnlyText: Record<ReadOnlyReason, string> = {
  link: 'This link only shows the playground. Make your own copy to change it.',
  recording: 'This is a recording: it shows what happened. Go back to the playground to change something.',
  phone: 'This screen is too small to draw on: open the playground on a larger one to change it.',
};

/** Why an edit is not even tried here. */
export function readOnlyProblem(): Problem {
  const { link, recording } = useAccess.getState();
  return problem('readOnly', readOnlyText[recording ? 'recording' : link ? 'link' : 'phone']);
}
