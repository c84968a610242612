import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Step } from '#shared/steps/step.ts';
import type { StepPlace, StepSlot } from '../../steps/look.ts';
import { namesOfSteps } from '../../steps/names.ts';
import { slotsOf } from '../../steps/slotsOf.ts';
import { AddStep } from './AddStep.tsx';
import { useLift } from './liftStore.ts';
import { StepCard } from './StepCard.tsx';
import classes from './StepList.module.css';
import { useHandlerSteps } from './stepsContext.ts';
import { stepPath, type ListPath } from './stepTree.ts';
import { listName } from './stepWords.ts';

interface StepListProps {
  steps: readonly Step[];
  list: ListPath;
  /** With the names that exist before the first step of this list. */
  place: StepPlace;
  /** What the button that adds a step is called. */
  addLabel?: string;
}

/** The steps of a handler, or of a `when`, `parallel` or `attempt` inside it. */
export function StepList({ steps, list, place, addLabel = 'Add step' }: StepListProps) {
  const { keyAt, isReadOnly } = useHandlerSteps();
  const isTarget = useLift(({ gap }) => gap?.list === list && steps.length === 0);
  return (
    <div className={classes.frame}>
      <ol className={classes.list} data-list={list} data-drop={isTarget || undefined}>
        {steps.map((step, index) => {
          const at = { list, index };
          const key = keyAt(at);
          const here = { ...place, names: [...place.names, ...namesOfSteps(steps.slice(0, index))] };
          return (
            <StepCard key={key} id={key} step={step} at={at} isLast={index === steps.length - 1} place={here}>
              {slotsOf(step).map((slot) => (
                <StepSlotFrame
                  key={slot.path}
                  slot={slot}
                  list={`${stepPath(at)}.${slot.path}`}
                  owner={key}
                  place={here}
                />
              ))}
            </StepCard>
          );
        })}
      </ol>
      {!isReadOnly && (
        <AddStep
          label={addLabel}
          gap={{ list, index: steps.length }}
          place={{ ...place, names: [...place.names, ...namesOfSteps(steps)] }}
        />
      )}
    </div>
  );
}

interface StepSlotFrameProps {
  slot: StepSlot;
  list: ListPath;
  /** The key of the step that has it. */
  owner: number;
  place: StepPlace;
}

/** A list of steps inside a step, or the button that makes one. */
function StepSlotFrame({ slot, list, owner, place }: StepSlotFrameProps) {
  const { steps: all, replace, focus, isReadOnly } = useHandlerSteps();
  const { label, steps, optional, adds = [] } = slot;
  const number = listName(all, list)?.step ?? '';
  const put = (changed: typeof steps): void => {
    replace(owner, slot.with(changed));
    focus(owner, 'head');
  };
  if (steps === undefined && isReadOnly) return null;
  if (steps === undefined) {
    return (
      <div className={classes.missing}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconPlus size={12} />}
          onClick={() => put([])}
        >
          Add {label}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.slot} role="group" aria-label={`${label} of step ${number}`}>
      <div className={classes.slotHead}>
        <span className={classes.slotLabel}>{label}</span>
        {optional && !isReadOnly && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`Remove ${label} of step ${number}`}
            title={`Remove ${label}`}
            onClick={() => put(undefined)}
          >
            <IconX size={12} />
          </Button>
        )}
      </div>
      <StepList
        steps={steps}
        list={list}
        place={{ ...place, names: [...adds, ...place.names] }}
        addLabel={`Add step to ${label}`}
      />
    </div>
  );
}
