import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, type Icon } from '@tabler/icons-react';

interface CopyIconProps {
  text: string;
  label: string;
  Icon?: Icon;
}

export function CopyIcon({ text, label, Icon: Shown = IconCopy }: CopyIconProps) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : label} withArrow openDelay={300}>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={copy}>
            {copied ? <IconCheck size={14} /> : <Shown size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
