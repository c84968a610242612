import { create } from 'zustand';
import { endText, type RecordingView } from '#shared/recording/recordingView.ts';
import { useNotices } from '../ui/notices.ts';

interface RecordingState {
  /** What this session records, or has recorded last. Everybody who looks at it records the same. */
  recording: RecordingView | undefined;
}

export const useRecording = create<RecordingState>(() => ({ recording: undefined }));

export const isRecording = ({ recording }: RecordingState): boolean =>
  recording !== undefined && recording.endedAtUs === undefined;

/** Says so when it has ended without anybody having ended it. */
export function takeRecording(recording: RecordingView | undefined): void {
  const wasOn = isRecording(useRecording.getState());
  useRecording.setState({ recording });
  const { ended } = recording ?? {};
  if (wasOn && ended !== undefined && ended !== 'told') useNotices.getState().say('info', endText(ended));
}
