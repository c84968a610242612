import { ActionIcon, Tooltip } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useTraceStore } from './traceStore.ts';

/** Shows this trace alone on the canvas: everything that it does not touch is drawn faint. */
export function FollowIcon({ traceId }: { traceId: string }) {
  const isFollowed = useTraceStore((state) => state.followedTrace === traceId);
  const followTrace = useTraceStore((state) => state.followTrace);
  const label = 'Follow this trace on the canvas';
  return (
    <Tooltip label={isFollowed ? 'Stop following' : label} withArrow openDelay={300}>
      <ActionIcon
        variant={isFollowed ? 'light' : 'subtle'}
        color={isFollowed ? 'blue' : 'gray'}
        size="sm"
        aria-label={label}
        aria-pressed={isFollowed}
        onClick={() => followTrace(isFollowed ? undefined : traceId)}
      >
        <IconRoute size={14} />
      </ActionIcon>
    </Tooltip>
  );
}
