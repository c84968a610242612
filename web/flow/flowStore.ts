import { create } from 'zustand';
import type { Edit } from '#shared/flow/edits.ts';
import { applyWithInverse } from '#shared/flow/invert.ts';
import type { DeadLetterCounts } from '#shared/deadLetter.ts';
import type { Fault } from '#shared/faults/fault.ts';
import type { MonkeyView } from '#shared/faults/monkey.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import type { Problem } from '#shared/problem.ts';
import type { Answer, SessionView } from '#shared/protocol.ts';
import type { SessionStatus } from '#shared/status.ts';
import { isReadOnly, readOnlyProblem } from './accessStore.ts';
import { clearHistory, dropStep, forget, newestStep, record, turnStep } from './history.ts';
import { accepted, rejoined, settled, type Accepted, type Pending } from './pending.ts';

/** The drawing as this page shows it, and what the server last said of it. */
export interface FlowState {
  session: string;
  /** The server's flow with the page's open edits on top. */
  flow: Flow;
  revision: number;
  problems: Problem[];
  status: SessionStatus | undefined;
  faults: Fault[];
  /** The one that runs, or the last one that did. */
  monkey: MonkeyView | undefined;
  deadLetters: DeadLetterCounts;
  confirmed: Flow;
  pending: Pending[];
  /** The last edit of ours that the server refused. */
  refused: Problem | undefined;
  /** Changes the drawing at once and asks the server. Gives back why not, when it does not fit the drawing even here. */
  edit: (edits: Edit[], options?: { gesture?: string | undefined }) => Problem | undefined;
  undo: () => void;
  redo: () => void;
}

let nextPending = 1;
/** Makes the names of this page's changes its own, across reloads too. */
const page = crypto.getRandomValues(new Uint32Array(3)).join('-');

export const useFlowStore = create<FlowState>((set, get) => {
  /** `flow` is what the edits make of the flow as it is shown. */
  const add = (edits: Edit[], flow: Flow): number => {
    const pending = [...get().pending, { id: nextPending, change: `${page}.${nextPending}`, edits }];
    nextPending += 1;
    set({ pending, flow, refused: undefined });
    return nextPending - 1;
  };
  const step = (from: 'undo' | 'redo'): void => {
    const edits = newestStep(from);
    if (edits === undefined || isReadOnly()) return;
    const applied = applyWithInverse(get().flow, edits);
    if (applied.ok) turnStep(from, { inverse: applied.value.inverse, pending: add(edits, applied.value.flow) });
    else {
      dropStep(from);
      set({ refused: applied.problem });
    }
  };
  return {
    session: '',
    flow: emptyFlow(),
    revision: 0,
    problems: [],
    status: undefined,
    faults: [],
    monkey: undefined,
    deadLetters: {},
    confirmed: emptyFlow(),
    pending: [],
    refused: undefined,
    edit: (edits, options = {}) => {
      if (isReadOnly()) return readOnlyProblem();
      const applied = applyWithInverse(get().flow, edits);
      if (!applied.ok) return applied.problem;
      const pending = add(edits, applied.value.flow);
      record({ inverse: applied.value.inverse, pending, gesture: options.gesture });
      return undefined;
    },
    undo: () => step('undo'),
    redo: () => step('redo'),
  };
});

/** Everything anew: on joining, and after a break. Open edits stay on top; history goes when it is another session. */
export function takeSession(view: SessionView): void {
  const {
    id,
    run: _run,
    readOnly: _readOnly,
    revision: _revision,
    flow: _flow,
    faults,
    faultProgress: _faultProgress,
    monkey,
    deadLetters,
    problems,
    ...status
  } = view;
  const isAnother = useFlowStore.getState().session !== id;
  if (isAnother) clearHistory();
  useFlowStore.setState((state) => {
    const pending = isAnother ? [] : state.pending;
    return { ...rejoined({ ...state, pending }, view), session: id, faults, monkey, deadLetters, problems, status };
  });
}

/** Accepted edits, somebody else's or of this page. */
export function takeEdited(change: Accepted & { problems: Problem[] }): void {
  useFlowStore.setState((state) => ({ ...accepted(state, change), problems: change.problems }));
}

/** The server's answer to one list of open edits. */
export function takeAnswer(sent: Pending, answer: Answer<{ revision: number; problems: Problem[] }>): void {
  if (!answer.ok) forget(sent.id);
  const more = answer.ok ? { problems: answer.problems } : { refused: answer.problem };
  // Accepted edits come before the answer; ones that are still open were accepted before a break, and are in the flow.
  useFlowStore.setState((state) => ({ ...settled(state, sent.id), ...more }));
}
