import { Button } from '@mantine/core';
import { IconMailForward, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useIsReadOnly } from '../flow/accessStore.ts';
import { actOnAllHeld } from './actOnHeld.ts';
import classes from './HeldPanel.module.css';
import { HeldRow } from './HeldRow.tsx';
import { useHeld } from './heldStore.ts';
import { messages } from './heldWords.ts';
import { useKeptFocus } from './useKeptFocus.ts';

/** Everything that breakpoints hold, in the order in which it goes on, and what can become of it. */
export function HeldPanel() {
  const held = useHeld((state) => state.held);
  const isReadOnly = useIsReadOnly();
  const [editing, setEditing] = useState<string>();
  /** The row whose buttons Tab comes to; the first one until another has been chosen. */
  const [chosen, setChosen] = useState<string>();
  const list = useRef<HTMLOListElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const ids = held.map(({ id }) => id);
  const kept = useKeptFocus(ids, list, () => head.current?.focus());
  const current = chosen !== undefined && ids.includes(chosen) ? chosen : ids[0];
  return (
    <div className={classes.frame}>
      <div className={classes.bar} ref={head} tabIndex={-1}>
        <span className={classes.count}>
          {held.length === 0 ? 'No message is held.' : `${messages(held.length)} held`}
        </span>
        {held.length === 0 && (
          <span className={classes.hint}>
            Select a wire or a message handler and press F9, or its red dot: messages stop there.
          </span>
        )}
        {held.length > 0 && isReadOnly && <span className={classes.hint}>Whoever may edit lets them go.</span>}
        {held.length > 0 && !isReadOnly && (
          <>
            <span className={classes.hint}>↑ ↓ to go · Alt ↑ ↓ to reorder · E edit · T twice · Del drop</span>
            <Button
              size="compact-xs"
              variant="light"
              leftSection={<IconMailForward size={13} aria-hidden />}
              onClick={() => void actOnAllHeld('release')}
            >
              Release all
            </Button>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconTrash size={13} aria-hidden />}
              onClick={() => void actOnAllHeld('drop')}
            >
              Drop all
            </Button>
          </>
        )}
      </div>
      <ol
        className={classes.list}
        ref={list}
        aria-label="Held messages"
        onFocus={(event) => {
          kept.onFocus(event);
          setChosen(event.target.closest('[data-held]')?.getAttribute('data-held') ?? undefined);
        }}
        onBlur={kept.onBlur}
      >
        {held.map((one, index) => (
          <HeldRow
            key={one.id}
            held={one}
            before={held[index - 1]?.id}
            beforeThat={held[index - 2]?.id}
            after={held[index + 1]?.id}
            isCurrent={one.id === current}
            isReadOnly={isReadOnly}
            isEditing={one.id === editing}
            onEdit={(isEditing) => setEditing(isEditing ? one.id : undefined)}
          />
        ))}
      </ol>
    </div>
  );
}
