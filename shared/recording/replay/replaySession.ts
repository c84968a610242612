import type { Flow } from '../../flow/flow.ts';
import type { Answer, CommandInput, CommandName, CommandResults } from '../../protocol.ts';
import type { TraceEvent } from '../../trace.ts';

/** A session that lives for one replay, as whoever replays reaches it: over a socket of its own. */
export interface ReplaySession {
  /** Asks as a page does; `session` is filled in. Never rejects. */
  command<C extends CommandName>(name: C, params: Omit<CommandInput<C>, 'session'>): Promise<Answer<CommandResults[C]>>;
  /** All that it has told so far, in order. */
  readonly events: readonly TraceEvent[];
  readonly missed: number;
  /** Ends the session: nothing of it is left. */
  close(): Promise<void>;
}

/** Rejects with what a person should read. */
export type OpenReplay = (flow: Flow, seed: string) => Promise<ReplaySession>;

export interface ReplayedStimulus {
  /** As in the recording. */
  number: number;
  /** In the replay's events. */
  traceId?: string;
  /** Why it was not sent again. */
  notSent?: string;
}

/** What came of playing a recording again. */
export interface Replay {
  seed: string;
  /** As it was at the end. */
  flow: Flow;
  events: TraceEvent[];
  missed: number;
  stimuli: ReplayedStimulus[];
  /** What could not be done as it was then. */
  notes: string[];
}
