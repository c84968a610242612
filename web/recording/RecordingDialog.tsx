import { Button, Modal } from '@mantine/core';
import { IconDownload, IconFileTypeHtml, IconPlayerPlay, IconTestPipe } from '@tabler/icons-react';
import { useState } from 'react';
import type { Problem } from '#shared/problem.ts';
import type { Recording } from '#shared/recording/recording.ts';
import { openDialog } from '../command/commandStore.ts';
import { Choice } from '../ui/Choice.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { lengthText } from './lengthText.ts';
import { readRecording } from './readRecording.ts';
import classes from './Recording.module.css';
import { useRecording } from './recordingStore.ts';
import { saveRecordingFile, saveRecordingPage, saveRecordingTest } from './recordingFile.ts';
import { viewRecording } from './viewRecording.ts';

/** The dialog goes with the playground. */
function view(recording: Recording): void {
  openDialog(undefined);
  viewRecording(recording);
}

type Sort = 'taken' | 'past';

/** Where a recording shall go: the one that was started and ended, or what is still known of what has just happened. */
export function RecordingDialog() {
  const recording = useRecording((state) => state.recording);
  const ended = recording?.endedAtUs === undefined ? undefined : recording;
  const [chosen, choose] = useState<Sort>('taken');
  const of = ended === undefined ? 'past' : chosen;
  const [problem, setProblem] = useState<Problem>();
  const save = async (as: (recording: Recording) => void | Promise<void>): Promise<void> => {
    const read = await readRecording(of);
    setProblem('code' in read ? read : undefined);
    if (!('code' in read)) await as(read);
  };
  return (
    <Modal
      opened
      onClose={() => openDialog(undefined)}
      title="Keep what happened"
      size={560}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.parts}>
        {ended !== undefined && (
          <Choice
            label="What to keep"
            value={of}
            options={[
              {
                value: 'taken',
                label: `The recording, ${lengthText((ended.endedAtUs ?? 0) - ended.startedAtUs)} long`,
              },
              { value: 'past', label: 'The last minutes until now' },
            ]}
            onChange={choose}
          />
        )}
        <p className={classes.text}>
          {of === 'past'
            ? 'What is still known of the last ten minutes: the flow, every message, what was changed and what was broken.'
            : 'The flow as it was when the recording began, every message since, what was changed and what was broken.'}
        </p>
        <p className={classes.text}>
          A page is one HTML file that shows all of it in any browser, without Patchbay and without a network. What the
          messages carried is in it: look before you pass it on.
        </p>
        {problem !== undefined && <ProblemNote problem={problem} />}
        <div className={classes.buttons}>
          <Button leftSection={<IconPlayerPlay size={15} aria-hidden />} onClick={() => void save(view)}>
            Open it here
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileTypeHtml size={15} aria-hidden />}
            onClick={() => void save(saveRecordingPage)}
          >
            Save as a page
          </Button>
          <Button
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
            onClick={() => void save(saveRecordingFile)}
          >
            Save as a file
          </Button>
          <Button
            variant="default"
            leftSection={<IconTestPipe size={15} aria-hidden />}
            onClick={() => void save(saveRecordingTest)}
          >
            Save as a Playwright test
          </Button>
        </div>
      </div>
    </Modal>
  );
}
