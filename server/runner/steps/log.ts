import { toJson } from '../trace/describeError.ts';
import { whenThere, type MakeStep } from './stepRun.ts';

/** Writes a value into the trace. */
export const makeLog: MakeStep<'log'> = (step, { expression, tracer }) => {
  const value = expression(step.value, 'value');
  return (run) =>
    whenThere(value(run), (written) => {
      tracer.hop('logged', run.call.hop, { data: toJson(written) });
      return undefined;
    });
};
