import { Notification } from '@mantine/core';
import { useEffect } from 'react';
import { useNotices, type Notice } from './notices.ts';
import classes from './Notices.module.css';

const colors: Record<Notice['tone'], string> = { info: 'blue', good: 'green', bad: 'red' };
/** Bad news stays longer: there is more to read. */
const stayMs: Record<Notice['tone'], number> = { info: 6000, good: 4000, bad: 10_000 };

/** Stands in the canvas, where there is most room: above its lower edge, so that no panel and no button is under it. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <div className={classes.stack} aria-live="polite" data-notices>
      {notices.toReversed().map((notice) => (
        <OneNotice key={notice.id} {...notice} />
      ))}
    </div>
  );
}

function OneNotice({ id, tone, text }: Notice) {
  const dismiss = useNotices((state) => state.dismiss);
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), stayMs[tone]);
    return () => clearTimeout(timer);
  }, [id, tone, dismiss]);
  return (
    <Notification
      color={colors[tone]}
      withBorder
      closeButtonProps={{ 'aria-label': 'Dismiss' }}
      onClose={() => dismiss(id)}
    >
      {text}
    </Notification>
  );
}
