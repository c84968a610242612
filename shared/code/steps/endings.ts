import { innerSteps, type Step, type StepKind } from '../../steps/step.ts';

/** Steps after which the ones behind them are never reached. */
export const endings: ReadonlySet<StepKind> = new Set(['reply', 'stream', 'throw']);

/** The steps up to the first one that ends the list. */
export function reachable(steps: readonly Step[]): readonly Step[] {
  const end = steps.findIndex((step) => endings.has(step.do));
  return end === -1 ? steps : steps.slice(0, end + 1);
}

/** Whether a list of steps may end its handler with a reply. */
export function mayReply(steps: readonly Step[]): boolean {
  return reachable(steps).some(
    (step) => step.do === 'reply' || step.do === 'stream' || innerSteps(step).some((inner) => mayReply(inner.steps)),
  );
}
