import { ActionIcon, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconArrowDown, IconArrowUp, IconChevronRight, IconTrash } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Step, StepKind } from '#shared/steps/step.ts';
import { useProblemAt, useProblemsUnder } from '../../problems/useProblems.ts';
import { stepLooks } from '../../steps/index.ts';
import type { StepLook, StepPlace } from '../../steps/look.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import classes from './StepCard.module.css';

export interface StepCardProps {
  step: Step;
  /** `2`, or `2 then 1` inside another step. */
  number: string;
  at: string;
  place: StepPlace;
  startsOpen: boolean;
  canMove: { up: boolean; down: boolean };
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onChange: (step: Step) => void;
  /** The lists of steps inside this one. */
  children: ReactNode;
}

/** One step: a line that says what it does, and its form when open. */
export function StepCard(props: StepCardProps) {
  const { step, number, at, place, onMove, onRemove, onChange, children } = props;
  const [isOpen, setOpen] = useState(props.startsOpen);
  const problem = useProblemAt(at);
  const hasProblems = useProblemsUnder(at).length > 0;
  const look = lookOf(step.do);
  const { Form } = look;
  const summary = look.summary(step, place);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey && event.key === 'ArrowUp' && props.canMove.up) onMove(-1);
    else if (event.altKey && event.key === 'ArrowDown' && props.canMove.down) onMove(1);
    else if (event.key === 'Delete') onRemove();
    else return;
    // The canvas listens for Delete and arrows too.
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <li className={classes.card} data-open={isOpen || undefined}>
      <div className={classes.head}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
          onClick={() => setOpen(!isOpen)}
          onKeyDown={onKeyDown}
        >
          <IconChevronRight size={12} className={classes.chevron} />
          <look.icon size={15} className={classes.icon} />
          <VisuallyHidden>{`Step ${number}: `}</VisuallyHidden>
          <span className={classes.label}>{look.label}</span>
          <span className={classes.summary} title={summary}>
            {summary}
          </span>
          {hasProblems && !isOpen && <IconAlertTriangle size={14} className={classes.warn} aria-label="has problems" />}
        </UnstyledButton>
        <div className={classes.actions}>
          <StepAction label={`Move up, step ${number}`} disabled={!props.canMove.up} onClick={() => onMove(-1)}>
            <IconArrowUp size={13} />
          </StepAction>
          <StepAction label={`Move down, step ${number}`} disabled={!props.canMove.down} onClick={() => onMove(1)}>
            <IconArrowDown size={13} />
          </StepAction>
          <StepAction label={`Remove step ${number}`} onClick={onRemove}>
            <IconTrash size={13} />
          </StepAction>
        </div>
      </div>
      {problem !== undefined && isOpen && (
        <div className={classes.body}>
          <ProblemNote problem={problem} />
        </div>
      )}
      {isOpen && Form !== undefined && (
        <div className={classes.body}>
          <Form step={step} place={place} at={at} onChange={onChange} />
        </div>
      )}
      {children}
    </li>
  );
}

interface StepActionProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

function StepAction({ label, disabled = false, onClick, children }: StepActionProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={22}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}

function lookOf(kind: StepKind): StepLook<StepKind> {
  // Look and step are found by one and the same kind, which the type of a record cannot say.
  return stepLooks[kind] as unknown as StepLook<StepKind>;
}
