import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Step, StepKind } from '#shared/steps/step.ts';
import { stepLooks } from '../../steps/index.ts';
import type { StepLook, StepPlace, StepSlot } from '../../steps/look.ts';
import { namesOfSteps } from '../../steps/names.ts';
import { AddStepMenu } from './AddStepMenu.tsx';
import { StepCard } from './StepCard.tsx';
import classes from './StepList.module.css';
import { moved, useKeys } from './useKeys.ts';

export interface StepListProps {
  steps: readonly Step[];
  /** Dotted path of the list. */
  at: string;
  place: StepPlace;
  /** What stands before the numbers of these steps: ``, or `2 then ` inside step 2. */
  prefix?: string;
  /** `then` of which step, for the name of the button that adds one. */
  addLabel?: string;
  onChange: (steps: Step[]) => void;
}

/** The steps of a handler, or of a `when`, `parallel` or `attempt` inside it. */
export function StepList({ steps, at, place, prefix = '', addLabel = 'Add step', onChange }: StepListProps) {
  const keys = useKeys(steps.length);
  const [added, setAdded] = useState<number>();
  const replace = (index: number, step: Step): void =>
    onChange(steps.map((old, place) => (place === index ? step : old)));

  const add = (kind: StepKind): void => {
    const here = { ...place, names: [...place.names, ...namesOfSteps(steps)] };
    setAdded(keys.append());
    onChange([...steps, stepLooks[kind].create(here)]);
  };
  const move = (index: number, by: -1 | 1): void => {
    keys.move(index, by);
    onChange(moved(steps, index, by));
  };
  const remove = (index: number): void => {
    keys.remove(index);
    onChange(steps.filter((_, place) => place !== index));
  };

  return (
    <div className={classes.frame}>
      {steps.length > 0 && (
        <ol className={classes.list}>
          {steps.map((step, index) => {
            const here = { ...place, names: [...place.names, ...namesOfSteps(steps.slice(0, index))] };
            const number = `${prefix}${index + 1}`;
            return (
              <StepCard
                key={keys.list[index]}
                step={step}
                number={number}
                at={`${at}.${index}`}
                place={here}
                startsOpen={keys.list[index] === added}
                canMove={{ up: index > 0, down: index < steps.length - 1 }}
                onMove={(by) => move(index, by)}
                onRemove={() => remove(index)}
                onChange={(changed) => replace(index, changed)}
              >
                {slotsOf(step).map((slot) => (
                  <Slot
                    key={slot.path}
                    slot={slot}
                    at={`${at}.${index}.${slot.path}`}
                    number={number}
                    place={here}
                    onChange={(list) => replace(index, slot.with(list))}
                  />
                ))}
              </StepCard>
            );
          })}
        </ol>
      )}
      <AddStepMenu label={addLabel} onAdd={add} />
    </div>
  );
}

interface SlotProps {
  slot: StepSlot;
  at: string;
  number: string;
  place: StepPlace;
  onChange: (steps: Step[] | undefined) => void;
}

function Slot({ slot, at, number, place, onChange }: SlotProps) {
  const { label, steps, optional, adds = [] } = slot;
  if (steps === undefined) {
    return (
      <div className={classes.missing}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconPlus size={12} />}
          onClick={() => onChange([])}
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
        {optional && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`Remove ${label} of step ${number}`}
            title={`Remove ${label}`}
            onClick={() => onChange(undefined)}
          >
            <IconX size={12} />
          </Button>
        )}
      </div>
      <StepList
        steps={steps}
        at={at}
        place={{ ...place, names: [...adds, ...place.names] }}
        prefix={`${number} ${label} `}
        addLabel={`Add step to ${label}`}
        onChange={onChange}
      />
    </div>
  );
}

function slotsOf(step: Step): StepSlot[] {
  // Look and step are found by one and the same kind, which the type of a record cannot say.
  const look = stepLooks[step.do] as unknown as StepLook<StepKind>;
  return look.slots?.(step) ?? [];
}
