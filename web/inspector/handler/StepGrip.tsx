import { UnstyledButton } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { useRef } from 'react';
import { letGo, useLift } from './liftStore.ts';
import { liftByKeys, stepLiftedBy } from './liftByKeys.ts';
import { liftByPointer } from './liftByPointer.ts';
import classes from './StepCard.module.css';
import { useHandlerSteps } from './stepsContext.ts';

interface StepGripProps {
  /** The key of the step. */
  id: number;
  number: string;
  label: string;
}

/** Where a step is taken: dragged by pointer or finger; or lifted with Enter or Space, moved with the arrows, put down with Enter. */
export function StepGrip({ id, number, label }: StepGripProps) {
  const handler = useHandlerSteps();
  const isLifted = useLift(({ key, by }) => key === id && by === 'keys');
  const dropped = useRef(false);
  return (
    <UnstyledButton
      className={classes.grip}
      data-part="grip"
      aria-label={`Move step ${number}, ${label}`}
      aria-pressed={isLifted}
      title="Drag, or press Enter and the arrow keys"
      onPointerDown={(event) => {
        dropped.current = false;
        liftByPointer(event, { handler, id, label, onEnd: () => (dropped.current = true) });
      }}
      // A click without a pointer is a key, or a reader's own click.
      onClick={(event) => {
        if (event.detail === 0 && !dropped.current) stepLiftedBy({ handler, id, label });
        dropped.current = false;
      }}
      onKeyDown={(event) => isLifted && liftByKeys(event, { handler, id, label })}
      onBlur={() => {
        // As it is now: putting the step down has let go of it already.
        const { key, by } = useLift.getState();
        if (key !== id || by !== 'keys') return;
        letGo();
        handler.say('Put back.');
      }}
    >
      <IconGripVertical size={14} />
    </UnstyledButton>
  );
}
