import type { MakeStep } from './stepRun.ts';

/** `if (condition) … else …`. */
export const makeWhen: MakeStep<'when'> = (step, context) => {
  const condition = context.expression(step.condition, 'condition');
  const then = context.steps(step.then, ['then']);
  const otherwise = context.steps(step.else ?? [], ['else']);
  return async (run) => ((await condition(run)) ? then(run) : otherwise(run));
};
