import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPlayerRecordFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useIsReadOnly } from '../flow/accessStore.ts';
import { onTick } from '../ui/onTick.ts';
import { lengthText } from './lengthText.ts';
import classes from './RecordButton.module.css';
import { toggleRecording } from './recordActions.ts';
import { isRecording, useRecording } from './recordingStore.ts';

/** Begins a recording of the session, and ends it; whoever only looks sees that one goes on. */
export function RecordButton() {
  const isOn = useRecording(isRecording);
  const isReadOnly = useIsReadOnly();
  if (isReadOnly && !isOn) return null;
  if (!isOn) {
    return (
      <Tooltip label="Record what happens (R)" openDelay={400}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Record what happens"
          onClick={() => void toggleRecording()}
        >
          <IconPlayerRecordFilled size={15} />
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <Tooltip label="End the recording" openDelay={400}>
      <Button
        size="compact-sm"
        color="red"
        aria-label="End the recording"
        disabled={isReadOnly}
        leftSection={<IconPlayerStopFilled size={13} aria-hidden />}
        onClick={() => void toggleRecording()}
      >
        <Elapsed />
      </Button>
    </Tooltip>
  );
}

function Elapsed() {
  const startedAtUs = useRecording(({ recording }) => recording?.startedAtUs ?? 0);
  const text = useSyncExternalStore(onTick, () => lengthText(Date.now() * 1000 - startedAtUs));
  return (
    <span className={classes.elapsed} aria-hidden>
      {text}
    </span>
  );
}
