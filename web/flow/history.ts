import { create } from 'zustand';
import type { Edit } from '#shared/flow/edits.ts';

/** Undo and redo of one's own gestures. One gesture is one step, whatever it changed. */

interface Step {
  pending: number;
  /** Takes the step back. */
  inverse: Edit[];
  gesture?: string | undefined;
}

interface History {
  undo: Step[];
  redo: Step[];
}

const depth = 200;

export const useHistory = create<History>(() => ({ undo: [], redo: [] }));

export interface Recorded {
  /** Takes the gesture back. */
  inverse: Edit[];
  pending: number;
  gesture?: string | undefined;
}

/** Notes a gesture. Edits of the same `gesture` that follow each other (a slider being dragged) are one step. */
export function record({ inverse, pending, gesture }: Recorded): void {
  useHistory.setState(({ undo }) => {
    const last = undo.at(-1);
    if (last !== undefined && gesture !== undefined && last.gesture === gesture) {
      return { undo: [...undo.slice(0, -1), { ...last, inverse: [...inverse, ...last.inverse] }], redo: [] };
    }
    return { undo: [...undo, { pending, inverse, gesture }].slice(-depth), redo: [] };
  });
}

/** A refused edit leaves no step behind. */
export function forget(pending: number): void {
  useHistory.setState(({ undo, redo }) => ({
    undo: undo.filter((step) => step.pending !== pending),
    redo: redo.filter((step) => step.pending !== pending),
  }));
}

/** What the newest step of a stack would do. */
export const newestStep = (from: 'undo' | 'redo'): Edit[] | undefined => useHistory.getState()[from].at(-1)?.inverse;

/** Takes the newest step off one stack and puts what takes it back on the other. */
export function turnStep(from: 'undo' | 'redo', { inverse, pending }: Recorded): void {
  const stack = useHistory.getState()[from];
  const back: Step = { pending, inverse };
  useHistory.setState((history) =>
    from === 'undo'
      ? { undo: stack.slice(0, -1), redo: [...history.redo, back] }
      : { undo: [...history.undo, back], redo: stack.slice(0, -1) },
  );
}

/** A step that no longer fits the drawing is dropped: somebody else has changed what it was about. */
export function dropStep(from: 'undo' | 'redo'): void {
  useHistory.setState((history) => ({ ...history, [from]: history[from].slice(0, -1) }));
}

export function clearHistory(): void {
  useHistory.setState({ undo: [], redo: [] });
}
