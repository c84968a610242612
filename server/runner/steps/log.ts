import { toJson } from '../trace/describeError.ts';
import type { MakeStep } from './stepRun.ts';

/** Writes a value into the trace. */
export const makeLog: MakeStep<'log'> = (step, { expression, tracer }) => {
  const value = expression(step.value, 'value');
  return async (run) => {
    tracer.hop('logged', run.call.hop, { data: toJson(await value(run)) });
    return undefined;
  };
};
