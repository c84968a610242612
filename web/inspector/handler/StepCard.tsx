import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Step } from '#shared/steps/step.ts';
import { useProblemAt, useHasProblems } from '../../problems/useProblems.ts';
import type { StepPlace } from '../../steps/look.ts';
import { withValues } from '../../steps/names.ts';
import { lookOf } from '../../steps/slotsOf.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { useLift } from './liftStore.ts';
import { StepActions } from './StepActions.tsx';
import classes from './StepCard.module.css';
import { StepGrip } from './StepGrip.tsx';
import { useHandlerSteps } from './stepsContext.ts';
import { stepPath, type StepAt } from './stepTree.ts';
import { stepNumber } from './stepWords.ts';
import { stepKeyDown } from './stepShortcuts.ts';

interface StepCardProps {
  /** Its key. */
  id: number;
  step: Step;
  at: StepAt;
  isLast: boolean;
  place: StepPlace;
  /** The lists of steps inside this one. */
  children: ReactNode;
}

/** One step: a line that says what it does, and its form when open. */
export function StepCard({ id, step, at, isLast, place, children }: StepCardProps) {
  const handler = useHandlerSteps();
  const path = `${handler.at}.${stepPath(at)}`;
  const problem = useProblemAt(path);
  const hasProblems = useHasProblems(path);
  const isLifted = useLift((lift) => lift.key === id);
  const drop = useLift(({ gap }) => {
    if (gap?.list !== at.list) return undefined;
    return gap.index === at.index ? 'before' : isLast && gap.index === at.index + 1 ? 'after' : undefined;
  });
  const isOpen = handler.isOpen(id);
  const number = stepNumber(handler.steps, at);
  const look = lookOf(step.do);
  const { Form } = look;
  const known = { ...place, names: withValues(place.names, place.values) };
  const summary = look.summary(step, place);
  return (
    <li
      className={classes.card}
      data-step={id}
      data-open={isOpen || undefined}
      data-lifted={isLifted || undefined}
      data-drop={drop}
    >
      <div className={classes.head}>
        {!handler.isReadOnly && <StepGrip id={id} number={number} label={look.label} />}
        <UnstyledButton
          className={classes.toggle}
          data-part="head"
          data-copies-step={id}
          aria-expanded={isOpen}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Control+D Delete"
          onClick={() => handler.setOpen(id, !isOpen)}
          onKeyDown={(event) => stepKeyDown(event, { handler, id, at })}
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
        {!handler.isReadOnly && <StepActions id={id} at={at} number={number} />}
      </div>
      {problem !== undefined && isOpen && (
        <div className={classes.body}>
          <ProblemNote problem={problem} />
        </div>
      )}
      {isOpen && Form !== undefined && (
        <div className={classes.body}>
          <Form step={step} place={known} at={path} onChange={(changed, also) => handler.replace(id, changed, also)} />
        </div>
      )}
      {children}
    </li>
  );
}
