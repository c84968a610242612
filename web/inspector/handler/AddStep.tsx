import { Button, Popover } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { StepPlace } from '../../steps/look.ts';
import { TypeAhead } from '../../ui/TypeAhead.tsx';
import classes from './StepList.module.css';
import { stepChoices, type StepChoice } from './stepChoices.ts';
import { useHandlerSteps } from './stepsContext.ts';
import type { Gap } from './stepTree.ts';

interface AddStepProps {
  label: string;
  gap: Gap;
  /** With the names that exist there. */
  place: StepPlace;
}

/** Adds a step at the end of a list: type a few letters of its kind, or of what it shall ask. */
export function AddStep({ label, gap, place }: AddStepProps) {
  const { insert } = useHandlerSteps();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <Popover
      opened={isOpen}
      onDismiss={() => setOpen(false)}
      position="bottom-start"
      width={330}
      shadow="md"
      trapFocus={false}
      closeOnEscape={false}
      // A note that comes above may push the button out of sight: what one types must not vanish with it.
      hideDetached={false}
      // At once: one that is still fading would be opened again, with what was typed in it.
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          ref={button}
          variant="default"
          size="compact-xs"
          aria-label={label}
          data-add={gap.list}
          leftSection={<IconPlus size={13} />}
          className={classes.add ?? ''}
          onClick={() => setOpen(!isOpen)}
        >
          Add step
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={label}>
        <Choices
          label={label}
          place={place}
          onClose={close}
          onPick={(choice) => {
            setOpen(false);
            const { step, also } = choice.create();
            insert(gap, [step], also);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface ChoicesProps {
  label: string;
  place: StepPlace;
  onPick: (choice: StepChoice) => void;
  onClose: () => void;
}

function Choices({ label, place, onPick, onClose }: ChoicesProps) {
  // As it was when the list was opened: it must not change under the keys while messages flow.
  const [items] = useState(() => stepChoices(place));
  return (
    <TypeAhead
      label={label}
      placeholder="reply, send, orders …"
      items={items}
      nothing="There is no such step. Try “send” or “reply”."
      onPick={onPick}
      onClose={onClose}
    />
  );
}
