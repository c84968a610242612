import { create } from 'zustand';
import { invertEdits } from '#shared/flow/invert.ts';
import type { Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';

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
  before: Flow;
  edits: readonly Edit[];
  pending: number;
  gesture?: string | undefined;
}

/** Notes a gesture. Edits of the same `gesture` that follow each other (a slider being dragged) are one step. */
export function record({ before, edits, pending, gesture }: Recorded): void {
  const inverse = invertEdits(before, edits);
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

/** Takes the newest step off one stack and puts its own inverse on the other. */
export function takeStep(from: 'undo' | 'redo', before: Flow, pending: number): Edit[] | undefined {
  const stack = useHistory.getState()[from];
  const step = stack.at(-1);
  if (step === undefined) return undefined;
  const back: Step = { pending, inverse: invertEdits(before, step.inverse) };
  useHistory.setState((history) =>
    from === 'undo'
      ? { undo: stack.slice(0, -1), redo: [...history.redo, back] }
      : { undo: [...history.undo, back], redo: stack.slice(0, -1) },
  );
  return step.inverse;
}

export function clearHistory(): void {
  useHistory.setState({ undo: [], redo: [] });
}
