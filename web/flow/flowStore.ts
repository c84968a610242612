import { create } from 'zustand';
import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import { applyWithInverse } from '#shared/flow/invert.ts';
import type { DeadLetterCounts } from '#shared/deadLetter.ts';
import type { Fault } from '#shared/faults/fault.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import type { Problem } from '#shared/problem.ts';
import type { Answer, SessionView } from '#shared/protocol.ts';
import type { SessionStatus } from '#shared/status.ts';
import { isReadOnly, readOnlyProblem } from './accessStore.ts';
import { clearHistory, dropStep, forget, newestStep, record, turnStep } from './history.ts';
import { withPending, type Pending } from './pending.ts';

/** The drawing as this page shows it, and what the server last said of it. */
export interface FlowState {
  session: string;
  /** The server's flow with the page's open edits on top. */
  flow: Flow;
  revision: number;
  problems: Problem[];
  status: SessionStatus | undefined;
  faults: Fault[];
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

export const useFlowStore = create<FlowState>((set, get) => {
  /** `flow` is what the edits make of the flow as it is shown. */
  const add = (edits: Edit[], flow: Flow): number => {
    const pending = [...get().pending, { id: nextPending, edits }];
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
  const { session, pending } = useFlowStore.getState();
  const open = session === view.id ? pending : [];
  if (session !== view.id) clearHistory();
  const { id, revision, flow, faults, deadLetters, problems, ...status } = view;
  useFlowStore.setState({
    session: id,
    revision,
    faults,
    deadLetters,
    problems,
    status,
    confirmed: flow,
    pending: open,
    flow: withPending(flow, open),
  });
}

/** Accepted edits, somebody else's or (`mine`) the first of this page that was open. */
export function takeEdited(change: { revision: number; edits: Edit[]; problems: Problem[]; mine: boolean }): void {
  useFlowStore.setState((state) => {
    const { pending: open } = state;
    // The only open edit is accepted: then what is shown is what is true, and nothing need be drawn again.
    if (change.mine && open.length === 1) {
      return { confirmed: state.flow, pending: [], revision: change.revision, problems: change.problems };
    }
    const applied = applyEdits(state.confirmed, change.edits);
    const confirmed = applied.ok ? applied.value : state.confirmed;
    const pending = change.mine ? open.slice(1) : open;
    return {
      confirmed,
      pending,
      revision: change.revision,
      problems: change.problems,
      flow: withPending(confirmed, pending),
    };
  });
}

/** The server's answer to one list of open edits. */
export function takeAnswer(sent: Pending, answer: Answer<{ revision: number; problems: Problem[] }>): void {
  if (answer.ok) {
    useFlowStore.setState({ problems: answer.problems });
    return;
  }
  forget(sent.id);
  useFlowStore.setState((state) => {
    const pending = state.pending.filter(({ id }) => id !== sent.id);
    return { pending, flow: withPending(state.confirmed, pending), refused: answer.problem };
  });
}
