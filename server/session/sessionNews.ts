import type { DeadLetterCounts } from '#shared/deadLetter.ts';
import type { Fault } from '#shared/faults/fault.ts';
import type { MonkeyView } from '#shared/faults/monkey.ts';
import type { FaultProgress } from '#shared/faults/progress.ts';
import type { Edit } from '#shared/flow/edits.ts';
import type { HeldMessage } from '#shared/held.ts';
import type { Problem } from '#shared/problem.ts';
import type { RecordingView } from '#shared/recording/recordingView.ts';
import type { SessionStatus } from '#shared/status.ts';

/** What everybody who looks at a session is told, events aside. */
export type SessionNews =
  | {
      news: 'edited';
      revision: number;
      edits: Edit[];
      change?: string | undefined;
      by?: string | undefined;
      problems: Problem[];
    }
  | { news: 'replaced' }
  | { news: 'status'; status: SessionStatus; problems: Problem[] }
  | { news: 'faults'; faults: Fault[] }
  | { news: 'monkey'; monkey: MonkeyView }
  | { news: 'faultProgress'; progress: FaultProgress }
  | { news: 'held'; held: HeldMessage[] }
  | { news: 'recording'; recording: RecordingView }
  | { news: 'deadLetters'; counts: DeadLetterCounts }
  /** The read-only link of so far opens nothing any more. */
  | { news: 'viewRevoked' }
  | { news: 'closed'; reason: string };
