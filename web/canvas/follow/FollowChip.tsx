import { UnstyledButton } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTraceStore } from '../../trace/traceStore.ts';
import { isTyping } from '../../ui/isTyping.ts';
import classes from './FollowChip.module.css';
import { startFollowing } from './following.ts';

/** At the upper edge of the canvas: which trace is followed, and the way out of it. */
export function FollowChip() {
  const followed = useTraceStore((state) => state.followedTrace);
  useEffect(startFollowing, []);
  useEffect(() => (followed === undefined ? undefined : stopOnEscape()), [followed]);
  return (
    <div className={classes.place} role="status" data-testid="following">
      {followed !== undefined && (
        <span className={classes.chip}>
          <IconRoute size={14} aria-hidden />
          <span>
            Following trace <span className={classes.id}>{followed.slice(0, 8)}</span>
          </span>
          <UnstyledButton className={classes.stop} onClick={stop}>
            Stop following (Esc)
          </UnstyledButton>
        </span>
      )}
    </div>
  );
}

const stop = (): void => useTraceStore.getState().followTrace(undefined);

/** Besides the shortcut: a recording that is looked at has no shortcuts. */
function stopOnEscape(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented && !isTyping(event.target)) stop();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
