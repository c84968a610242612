import { Tooltip } from '@mantine/core';
import { IconCloudCheck, IconCloudUpload, IconEye } from '@tabler/icons-react';
import { useConnectionStore } from '../connection/connectionStore.ts';
import { useAccess } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import classes from './Flows.module.css';

/** Whether what is drawn is safe: the server has written to its disk whatever it has accepted. */
export function SavedMark() {
  const open = useFlowStore(({ pending }) => pending.length);
  const isLive = useConnectionStore(({ state }) => state === 'live');
  const isUnsaved = useFlowStore(({ unsaved }) => unsaved !== undefined);
  const isLink = useAccess(({ link }) => link);
  const { Shape, text, more } = isLink
    ? { Shape: IconEye, text: 'Read only', more: 'This link only shows the flow. Make your own copy to change it.' }
    : open === 0
      ? { Shape: IconCloudCheck, text: 'Saved', more: 'Every change is on the disk of the server.' }
      : {
          Shape: IconCloudUpload,
          text: isLive && !isUnsaved ? 'Saving…' : 'Not saved',
          more: !isLive
            ? `${open} of your changes wait for the server to come back.`
            : isUnsaved
              ? `${open} of your changes wait until the server can save them.`
              : 'On its way to the server.',
        };
  return (
    <Tooltip label={more} openDelay={400}>
      <span
        className={classes.saved}
        data-open={open > 0 || undefined}
        data-link={isLink || undefined}
        data-testid="saved"
      >
        <Shape size={16} aria-hidden />
        <span className={classes.savedText}>{text}</span>
      </span>
    </Tooltip>
  );
}
