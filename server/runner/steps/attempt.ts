import { errorInScope } from './errorInScope.ts';
import type { Ending, MakeStep, StepRun } from './stepRun.ts';

/** `try … catch (error) … finally …`; a reply inside `finally` wins over everything, as in JavaScript. */
export const makeAttempt: MakeStep<'attempt'> = (step, context) => {
  const tried = context.steps(step.steps, ['steps']);
  const caught = step.catch === undefined ? undefined : context.steps(step.catch, ['catch']);
  const last = step.finally === undefined ? undefined : context.steps(step.finally, ['finally']);

  const tryAndCatch = async (run: StepRun): Promise<Ending> => {
    if (caught === undefined) return tried(run);
    try {
      return await tried(run);
    } catch (error) {
      return caught({ ...run, locals: { ...run.locals, error: errorInScope(error) }, caught: { error } });
    }
  };

  return async (run) => {
    if (last === undefined) return tryAndCatch(run);
    const [end] = await Promise.allSettled([tryAndCatch(run)]);
    const ending = await last(run);
    if (ending !== undefined) return ending;
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  };
};
