import { Portal } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import classes from './StepCard.module.css';
import { useLift } from './liftStore.ts';

/** The step under the pointer while it is dragged. */
export function Lifted() {
  const isShown = useLift(({ key, by }) => key !== undefined && by === 'pointer');
  const label = useLift((lift) => lift.label);
  const { x, y } = useLift(({ point }) => point);
  if (!isShown) return null;
  return (
    <Portal>
      <div className={classes.ghost} style={{ transform: `translate(${x + 8}px, ${y + 8}px)` }} aria-hidden>
        <IconGripVertical size={13} />
        {label}
      </div>
    </Portal>
  );
}
