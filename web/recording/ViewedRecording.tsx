import { Button } from '@mantine/core';
import { IconTestPipe, IconX } from '@tabler/icons-react';
import { useViewing } from './viewer/viewingStore.ts';
import { Viewer } from './viewer/Viewer.tsx';
import { saveRecordingTest } from './recordingFile.ts';
import { ReplaySection } from './replay/ReplaySection.tsx';

/** A recording in the place of the playground, until it is closed. */
export function ViewedRecording() {
  const { recording, drawn } = useViewing();
  if (recording === undefined) return null;
  return (
    <Viewer
      key={recording.startedAtUs}
      recording={recording}
      actions={
        <>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconTestPipe size={14} aria-hidden />}
            onClick={() => void saveRecordingTest(recording)}
          >
            Save as a Playwright test
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconX size={14} aria-hidden />}
            onClick={() => useViewing.setState({ recording: undefined, drawn: undefined })}
          >
            Back to the playground
          </Button>
        </>
      }
    >
      <ReplaySection recording={recording} drawn={drawn} />
    </Viewer>
  );
}
