import { IconAlertTriangle, IconExclamationCircle } from '@tabler/icons-react';
import type { Problem } from '#shared/problem.ts';
import classes from './ProblemNote.module.css';

/** A problem beside what it is about. */
export function ProblemNote({ problem }: { problem: Pick<Problem, 'message' | 'severity'> }) {
  const isWarning = problem.severity === 'warning';
  const Mark = isWarning ? IconAlertTriangle : IconExclamationCircle;
  return (
    <div className={classes.note} data-severity={isWarning ? 'warning' : 'error'}>
      <Mark size={14} className={classes.mark} aria-label={isWarning ? 'Warning' : 'Error'} />
      <span>{problem.message}</span>
    </div>
  );
}
