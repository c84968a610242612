import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle } from '@tabler/icons-react';
import type { Problem } from '#shared/problem.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { problemPlace, type ProblemPlace } from './problemPlace.ts';
import classes from './Problems.module.css';
import { useProblems } from './useProblems.ts';

/** Everything wrong now; a click goes to what it is about. */
export function Problems() {
  const problems = useProblems();
  const flow = useFlowStore((state) => state.flow);
  if (problems.length === 0) {
    return (
      <div className={classes.none}>
        <IconCircleCheck size={16} /> Nothing is wrong with the drawing.
      </div>
    );
  }
  const inOrder = [...problems].sort((a, b) => rank(a) - rank(b));
  return (
    <ul className={classes.list} aria-label="Problems">
      {inOrder.map((problem) => (
        <ProblemRow
          key={`${problem.at ?? ''} ${problem.code} ${problem.message}`}
          problem={problem}
          place={problemPlace(flow, problem.at)}
        />
      ))}
    </ul>
  );
}

const rank = (problem: Problem): number => (problem.severity === 'warning' ? 1 : 0);

function ProblemRow({ problem, place }: { problem: Problem; place: ProblemPlace | undefined }) {
  const select = useSelectionStore((state) => state.select);
  const isWarning = problem.severity === 'warning';
  const Mark = isWarning ? IconAlertTriangle : IconExclamationCircle;
  const content = (
    <>
      <Mark
        size={15}
        className={classes.mark}
        data-severity={isWarning ? 'warning' : 'error'}
        aria-label={isWarning ? 'Warning' : 'Error'}
      />
      <span className={classes.place}>{place?.name ?? 'session'}</span>
      <span className={classes.message}>{problem.message}</span>
    </>
  );
  return (
    <li>
      {place === undefined ? (
        <div className={classes.row}>{content}</div>
      ) : (
        <UnstyledButton className={classes.row} onClick={() => select(place)}>
          {content}
        </UnstyledButton>
      )}
    </li>
  );
}
