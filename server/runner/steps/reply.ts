import { of } from 'rxjs';
import type { MakeStep } from './stepRun.ts';

/** `return value`. */
export const makeReply: MakeStep<'reply'> = ({ value }, context) => {
  const evaluate = context.expression(value, 'value');
  return async (run) => ({ values$: of(await evaluate(run)) });
};
