import { create } from 'zustand';
import type { Flow } from '#shared/flow/flow.ts';
import type { Recording } from '#shared/recording/recording.ts';

interface ViewingState {
  /** The recording that the page shows instead of a playground. */
  recording: Recording | undefined;
  /** What was drawn in that playground. */
  drawn: Flow | undefined;
}

export const useViewing = create<ViewingState>(() => ({ recording: undefined, drawn: undefined }));
