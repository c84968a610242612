import type { Recording } from '#shared/recording/recording.ts';
import { parseRecording } from '#shared/recording/recording.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useNotices } from '../ui/notices.ts';
import { useViewing } from './viewer/viewingStore.ts';

/** Shows a recording in the place of the playground, which is there again when it is closed. */
export function viewRecording(recording: Recording): void {
  const { pending, confirmed } = useFlowStore.getState();
  if (pending.length > 0) {
    useNotices.getState().say('info', 'Your last changes are being saved. Open the recording when they are.');
    return;
  }
  // Opened over another one: what the page shows as its flow is that recording's.
  useViewing.setState((before) => ({ recording, drawn: before.recording === undefined ? confirmed : before.drawn }));
}

/** The same for one out of a file, which may be anything. */
export function viewRecordingText(text: string, name: string): void {
  const parsed = parseRecording(parseJson(text));
  if (parsed.ok) viewRecording(parsed.value);
  else useNotices.getState().say('bad', `${name}: ${parsed.problem.message}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
