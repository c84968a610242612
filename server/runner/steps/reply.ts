import { whenThere, type MakeStep } from './stepRun.ts';

/** `return value`. */
export const makeReply: MakeStep<'reply'> = ({ value }, context) => {
  const evaluate = context.expression(value, 'value');
  return (run) => whenThere(evaluate(run), (given) => ({ value: given }));
};
