import { create } from 'zustand';
import type { Edit } from '#shared/flow/edits.ts';
import { applyWithInverse } from '#shared/flow/invert.ts';
import type { DeadLetterCounts } from '#shared/deadLetter.ts';
import type { Fault } from '#shared/faults/fault.ts';
import type { MonkeyView } from '#shared/faults/monkey.ts';
import { emptyFlow, type Flow } from '#shared/flow/flow.ts';
import { placesMeet, touchedPlace } from '#shared/flow/touched.ts';
import { diffFlows } from '#shared/flow/diffFlows.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { Answer, SessionView } from '#shared/protocol.ts';
import type { SessionStatus } from '#shared/status.ts';
import { isReadOnly, readOnlyProblem } from './accessStore.ts';
import { clearHistory, dropStep, forget, newestStep, overtake, record, turnStep } from './history.ts';
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
  /** Why the server cannot save the open edits now. They stay open, and are tried again. */
  unsaved: Problem | undefined;
  /** What somebody else has just changed that we had just changed: theirs came last, and holds. */
  overtaken: { by?: string | undefined; edits: Edit[] } | undefined;
  /** Changes the drawing at once and asks the server. Gives back why not, when it does not fit the drawing even here. */
  edit: (edits: Edit[], options?: { gesture?: string | undefined }) => Problem | undefined;
  undo: () => void;
  redo: () => void;
}

const overtakenText = 'Somebody else has changed the same, so this step stays as it is. Change it by hand if you like.';
/** Who changed something longer ago has moved on, and need not be told that it is another now. */
const recentMs = 20_000;
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
    const newest = newestStep(from);
    if (newest === undefined || isReadOnly()) return;
    const { inverse: edits, isOvertaken } = newest;
    if (isOvertaken === true) {
      dropStep(from);
      set({ refused: problem('staleRevision', overtakenText) });
      return;
    }
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
    unsaved: undefined,
    overtaken: undefined,
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
    recording: _recording,
    monkey,
    deadLetters,
    problems,
    ...status
  } = view;
  const isAnother = useFlowStore.getState().session !== id;
  if (isAnother) clearHistory();
  else overtakeUnseen(view.flow);
  useFlowStore.setState((state) => {
    const pending = isAnother ? [] : state.pending;
    return { ...rejoined({ ...state, pending }, view), session: id, faults, monkey, deadLetters, problems, status };
  });
}

/** What others did meanwhile: what is neither as the server last said, nor as our open edits would have made it. */
function overtakeUnseen(now: Flow): void {
  const { confirmed, flow } = useFlowStore.getState();
  const notOurs = new Set(diffFlows(flow, now).map(touchedPlace));
  overtake(
    diffFlows(confirmed, now).filter((edit) => notOurs.has(touchedPlace(edit))),
    0,
  );
}

/** Accepted edits, somebody else's or of this page. `by` is whoever made them. */
export function takeEdited(change: Accepted & { by?: string | undefined; problems: Problem[] }): void {
  const isNew = change.revision > useFlowStore.getState().revision;
  if (isNew && change.change?.startsWith(`${page}.`) !== true) {
    const { pending } = useFlowStore.getState();
    const open = pending.flatMap(({ edits }) => edits.map(touchedPlace));
    // What we have changed and not yet been told of comes after theirs: they are told, not we.
    const edits = overtake(change.edits, recentMs).filter(
      (edit) => !open.some((own) => placesMeet(own, touchedPlace(edit))),
    );
    if (edits.length > 0) useFlowStore.setState({ overtaken: { by: change.by, edits } });
  }
  useFlowStore.setState((state) => ({ ...accepted(state, change), problems: change.problems }));
}

/** The server's answer to one list of open edits. */
export function takeAnswer(sent: Pending, answer: Answer<{ revision: number; problems: Problem[] }>): void {
  if (!answer.ok) forget(sent.id);
  const more = answer.ok ? { problems: answer.problems } : { refused: answer.problem };
  // Accepted edits come before the answer; ones that are still open were accepted before a break, and are in the flow.
  useFlowStore.setState((state) => ({ ...settled(state, sent.id), unsaved: undefined, ...more }));
}
