/** A recording ends by itself when it would become longer than any of these; one of the past begins that much later. */
export const recordingLimits = { maxEvents: 20_000, maxBytes: 16 << 20, maxMs: 10 * 60_000, maxActs: 2000 } as const;

/** Why a recording came to its end. */
export type RecordingEnd = 'told' | 'long' | 'large';

/** The recording that a session makes, or has made last. */
export interface RecordingView {
  startedAtUs: number;
  /** Not there while it goes on. */
  endedAtUs?: number | undefined;
  ended?: RecordingEnd | undefined;
}

/** In the words of a person: what ended it, when nobody told it to end. */
export function endText(ended: RecordingEnd): string {
  switch (ended) {
    case 'told':
      return 'The recording has ended.';
    case 'long':
      return `The recording ended by itself: it may last ${recordingLimits.maxMs / 60_000} minutes. Save it, and record again.`;
    case 'large':
      return 'The recording ended by itself: more had happened than fits into one. Save it, and record again.';
  }
}
