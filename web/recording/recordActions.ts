import { IconFileUpload, IconPlayerRecord, IconPlayerStop, IconRewindBackward10 } from '@tabler/icons-react';
import type { Action } from '../command/action.ts';
import { openDialog } from '../command/commandStore.ts';
import { command } from '../connection/connection.ts';
import { isReadOnly } from '../flow/accessStore.ts';
import { useNotices } from '../ui/notices.ts';
import { isRecording, useRecording } from './recordingStore.ts';

/** Starts a recording, or ends the one that goes on and asks where it shall go. */
export async function toggleRecording(): Promise<void> {
  const isOn = isRecording(useRecording.getState());
  const answer = isOn ? await command('stopRecording', {}) : await command('startRecording', {});
  if (!answer.ok) useNotices.getState().say('bad', answer.problem.message);
  else if (isOn) openDialog('recording');
}

export const recordActions: readonly Action[] = [
  {
    id: 'record',
    label: 'Record what happens',
    group: 'Run',
    icon: IconPlayerRecord,
    keys: ['R'],
    isPossible: () => !isReadOnly() && !isRecording(useRecording.getState()),
    run: () => void toggleRecording(),
  },
  {
    id: 'endRecording',
    label: 'End the recording',
    group: 'Run',
    icon: IconPlayerStop,
    isPossible: () => !isReadOnly() && isRecording(useRecording.getState()),
    run: () => void toggleRecording(),
  },
  {
    id: 'saveRecording',
    label: 'Save what has just happened…',
    group: 'Run',
    icon: IconRewindBackward10,
    run: () => openDialog('recording'),
  },
  {
    id: 'openRecording',
    label: 'Open a recording…',
    group: 'Run',
    icon: IconFileUpload,
    run: () => void import('./openRecordingFile.ts').then(({ openRecordingFile }) => openRecordingFile()),
  },
];
