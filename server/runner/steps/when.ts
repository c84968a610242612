import { whenThere, type MakeStep } from './stepRun.ts';

/** `if (condition) … else …`. */
export const makeWhen: MakeStep<'when'> = (step, context) => {
  const condition = context.expression(step.condition, 'condition');
  const then = context.steps(step.then, ['then']);
  const otherwise = context.steps(step.else ?? [], ['else']);
  return (run) => whenThere(condition(run), (holds) => (holds ? then(run) : otherwise(run)));
};
