import { create } from 'zustand';
import type { Edit } from '#shared/flow/edits.ts';
import { placesMeet, touchedPlace } from '#shared/flow/touched.ts';

/** Undo and redo of one's own gestures. One gesture is one step, whatever it changed. */

export interface Step {
  pending: number;
  /** Takes the step back. */
  inverse: Edit[];
  gesture?: string | undefined;
  /** In milliseconds of the page's clock. */
  at: number;
  /** Somebody else has changed the same: to take this step back would take theirs back. */
  isOvertaken?: boolean | undefined;
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
  const at = performance.now();
  useHistory.setState(({ undo }) => {
    const last = undo.at(-1);
    if (last?.gesture !== undefined && last.gesture === gesture && last.isOvertaken !== true) {
      return { undo: [...undo.slice(0, -1), { ...last, at, inverse: [...inverse, ...last.inverse] }], redo: [] };
    }
    return { undo: [...undo, { pending, inverse, gesture, at }].slice(-depth), redo: [] };
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
export const newestStep = (from: 'undo' | 'redo'): Step | undefined => useHistory.getState()[from].at(-1);

/** Takes the newest step off one stack and puts what takes it back on the other. */
export function turnStep(from: 'undo' | 'redo', { inverse, pending }: Recorded): void {
  const stack = useHistory.getState()[from];
  const back: Step = { pending, inverse, at: performance.now() };
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

/**
 * Somebody else's edits were accepted: steps of ours that changed the same can no longer be taken back. Gives back the edits
 * that met a step which is younger than `recentMs`.
 */
export function overtake(edits: readonly Edit[], recentMs: number): Edit[] {
  const { undo, redo } = useHistory.getState();
  if (undo.length + redo.length === 0) return [];
  const theirs = edits.map((edit) => ({ edit, place: touchedPlace(edit) }));
  const since = performance.now() - recentMs;
  const met = new Set<Edit>();
  const marked = (step: Step): Step => {
    const places = step.inverse.map(touchedPlace);
    const meeting = theirs.filter(({ place }) => places.some((mine) => placesMeet(mine, place)));
    if (step.at >= since) for (const { edit } of meeting) met.add(edit);
    return meeting.length === 0 || step.isOvertaken === true ? step : { ...step, isOvertaken: true };
  };
  useHistory.setState({ undo: undo.map(marked), redo: redo.map(marked) });
  return [...met];
}

export function clearHistory(): void {
  useHistory.setState({ undo: [], redo: [] });
}
