import { innerSteps, type Step } from '../../steps/step.ts';

/** Whether nothing behind a step is ever reached. */
function ends(step: Step): boolean {
  switch (step.do) {
    case 'reply':
    case 'stream':
    case 'throw':
      return true;
    case 'when':
      return allEnd(step.then) && allEnd(step.else ?? []);
    case 'parallel':
      return step.branches.some(allEnd);
    case 'attempt':
      return allEnd(step.finally ?? []) || (allEnd(step.steps) && (step.catch === undefined || allEnd(step.catch)));
    case 'send':
    case 'emit':
    case 'delay':
    case 'set':
    case 'get':
    case 'log':
      return false;
  }
}

const allEnd = (steps: readonly Step[]): boolean => steps.some(ends);

/** The steps up to the first one behind which nothing is reached. */
export function reachable(steps: readonly Step[]): readonly Step[] {
  const end = steps.findIndex(ends);
  return end === -1 ? steps : steps.slice(0, end + 1);
}

/** Whether a list of steps may end its handler with a reply. */
export function mayReply(steps: readonly Step[]): boolean {
  return reachable(steps).some(
    (step) => step.do === 'reply' || step.do === 'stream' || innerSteps(step).some((inner) => mayReply(inner.steps)),
  );
}
